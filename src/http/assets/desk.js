// The desk with script: fields are saved as they change, and single keys lead around. Without it, forms have buttons.
const set = /** @type {HTMLFormElement | null} */ (document.querySelector('form.set'));
if (set) {
  set.querySelector('button')?.classList.add('hidden');
  set.addEventListener('change', () => set.requestSubmit());
}

const links = () => /** @type {HTMLAnchorElement[]} */ ([...document.querySelectorAll('ol.tickets a')]);

/** The next or previous ticket of the list, from the one that has the focus or is open.
 * @param {number} by
 */
function step(by) {
  const all = links();
  const focused = all.indexOf(/** @type {HTMLAnchorElement} */ (document.activeElement));
  const at = focused >= 0 ? focused : all.findIndex(link => link.hasAttribute('aria-current'));
  all[Math.max(0, Math.min(all.length - 1, at + by))]?.focus();
}

/** @type {Record<string, () => void>} */
const keys = {
  j: () => step(1),
  k: () => step(-1),
  u: () => /** @type {HTMLElement | null} */ (document.querySelector('.crumb .back'))?.click(),
  x: () =>
    /** @type {HTMLElement | null} */ (
      document.activeElement?.closest('li')?.querySelector('input[type="checkbox"]')
    )?.click(),
  '?': () => {
    const list = /** @type {HTMLDialogElement | null} */ (document.querySelector('#keys'));
    if (list?.open) list.close();
    else list?.showModal();
  },
  '/': () => /** @type {HTMLElement | null} */ (document.querySelector('input[type="search"]'))?.focus(),
};

addEventListener('keydown', event => {
  const target = /** @type {HTMLElement} */ (event.target);
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && target instanceof HTMLTextAreaElement) {
    const buttons = target.form?.querySelectorAll('button');
    /** @type {HTMLElement | undefined} */ (buttons?.[buttons.length - 1])?.click();
    return;
  }
  // A key of the browser's own, or a letter that somebody types.
  if (
    event.ctrlKey ||
    event.metaKey ||
    event.altKey ||
    target.closest('textarea, select, input:not([type="checkbox"], [type="radio"])')
  )
    return;
  const act = keys[event.key];
  const named = act
    ? null
    : /** @type {HTMLElement | null} */ (document.querySelector(`[data-key="${CSS.escape(event.key)}"]`));
  if (!act && !named) return;
  event.preventDefault();
  if (act) act();
  else if (named instanceof HTMLButtonElement) named.click();
  else if (named instanceof HTMLInputElement && named.type === 'radio') {
    named.checked = true;
    document.getElementById(named.value)?.focus();
  } else named?.focus();
});
