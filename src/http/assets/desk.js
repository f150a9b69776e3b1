// The desk with script: fields are saved as they change, and single keys lead around. Without it, forms have buttons.
const set = /** @type {HTMLFormElement | null} */ (document.querySelector('form.set'));
if (set) {
  set.querySelector('button')?.classList.add('hidden');
  set.addEventListener('change', () => set.requestSubmit());
}

/** The text of a snippet for this ticket, in place of what is selected. @param {HTMLTextAreaElement} field @param {string} name */
async function insertSnippet(field, name) {
  const at = `${field.form?.action.replace(/\/(answer|note)$/, '')}/snippets/${encodeURIComponent(name)}`;
  const answer = await fetch(at).catch(() => null);
  if (!answer?.ok) return;
  field.setRangeText(await answer.text(), field.selectionStart, field.selectionEnd, 'end');
  field.dispatchEvent(new InputEvent('input', { bubbles: true }));
  field.focus();
}
document.addEventListener('click', event => {
  const button = /** @type {Element} */ (event.target).closest('.snippets button');
  if (!(button instanceof HTMLButtonElement)) return;
  event.preventDefault();
  button.closest('details')?.removeAttribute('open');
  const field = button.form?.elements.namedItem('text');
  if (field instanceof HTMLTextAreaElement) void insertSnippet(field, button.value);
});
document.addEventListener('keydown', event => {
  const field = event.target;
  if (event.key !== 'Tab' || event.shiftKey || !(field instanceof HTMLTextAreaElement)) return;
  const end = field.selectionEnd;
  const [, typed] = /(?:^|\s)(;[\p{Ll}\p{N}-]{1,40})$/u.exec(field.value.slice(0, end)) ?? [];
  const names = [...(field.form?.querySelectorAll('.snippets button') ?? [])];
  if (!typed || !names.some(each => /** @type {HTMLButtonElement} */ (each).value === typed.slice(1))) return;
  event.preventDefault();
  field.setSelectionRange(end - typed.length, end);
  void insertSnippet(field, typed.slice(1));
});

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

/** `g` and then one of these. @type {Record<string, string>} */
const places = { t: '/tickets', h: '/held', m: '/mail', b: '/belt' };
let wentAt = 0;

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
  // Switched off on the reader's own page.
  if (/(?:^|; )keys=off/.test(document.cookie)) return;
  const place = Date.now() - wentAt < 1_500 ? places[event.key] : undefined;
  wentAt = event.key === 'g' ? Date.now() : 0;
  if (place) return void location.assign(place);
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
