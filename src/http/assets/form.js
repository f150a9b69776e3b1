// The form with script: saves what is typed, shows how it will be read, and chooses without a round trip.
import { keepTyping, sayAt, typedBefore } from './keep.js';

const form = /** @type {HTMLFormElement} */ (document.querySelector('#draft'));
const id = () => /** @type {HTMLInputElement} */ (form.elements.namedItem('draft')).value;

const values = () => {
  const texts = [...new FormData(form)].filter(([name, value]) => typeof value === 'string' && name !== 'csrf');
  return /** @type {Record<string, string>} */ (Object.fromEntries(texts));
};

/** Fills the form, as from a copy that this browser kept. @param {Record<string, string>} kept */
function fill(kept) {
  for (const [name, value] of Object.entries(kept)) {
    const field = form.elements.namedItem(name);
    if (field instanceof RadioNodeList) field.value = value;
    else if (field instanceof HTMLInputElement && !['hidden', 'file'].includes(field.type)) field.value = value;
    else if (field instanceof HTMLTextAreaElement) field.value = value;
  }
}

const changed = keepTyping(form, {
  name: `draft ${id()}`,
  values,
  saved() {
    sayAt(document.querySelector('#saved'), form.dataset.saved);
    return look();
  },
  signedOut() {
    const dialog = /** @type {HTMLDialogElement} */ (document.querySelector('#again'));
    if (!dialog.open) dialog.showModal();
  },
  /** Another tab was faster: its words are a ticket of their own, and so are these. */
  forked({ id: other, subject }) {
    const told = /** @type {HTMLTemplateElement} */ (document.querySelector('#forked')).content.cloneNode(true);
    const link = /** @type {DocumentFragment} */ (told).querySelector('a');
    if (link) {
      link.href = `/new/${other}`;
      link.textContent = subject || other;
    }
    form.before(told);
  },
});

/** @param {string} path @returns {Promise<DocumentFragment | null>} */
async function part(path) {
  const response = await fetch(path).catch(() => null);
  return response?.ok ? document.createRange().createContextualFragment(await response.text()) : null;
}

async function look() {
  const [reading, alike] = await Promise.all([part(`/new/${id()}/reading`), part(`/new/${id()}/alike`)]);
  const card = reading?.querySelector('#reading');
  if (card) document.querySelector('#reading')?.replaceChildren(...card.childNodes);
  const prompts = reading?.querySelector('#prompts');
  if (prompts) document.querySelector('#prompts')?.replaceWith(prompts);
  if (alike) document.querySelector('#alike')?.replaceChildren(alike);
}

/** Buttons that come back from the server without script choose at once. @param {MouseEvent} event */
function choose(event) {
  const button = /** @type {HTMLElement} */ (event.target).closest('button');
  const prompt = /** @type {HTMLElement} */ (event.target).closest('[data-prompt]:not(.done)');
  if (prompt) return insert(prompt.textContent?.trim() ?? '');
  if (!button || !['impact', 'pick'].includes(button.name)) return;
  event.preventDefault();
  const [functions, users] = button.value.split(' ');
  if (button.name === 'impact') fill({ functions: functions ?? '', users: users ?? '', priority: '' });
  else fill({ instance: button.value });
  for (const each of form.querySelectorAll(`button[name="${button.name}"]`)) {
    each.setAttribute('aria-pressed', String(each === button));
  }
  changed();
}

/** @param {string} label */
function insert(label) {
  const text = /** @type {HTMLTextAreaElement} */ (document.querySelector('#description'));
  text.value = `${text.value.trimEnd()}${text.value.trim() ? '\n\n' : ''}${label}: `;
  text.focus();
  text.setSelectionRange(text.value.length, text.value.length);
  changed();
}

form.addEventListener('click', choose);

const cc = /** @type {HTMLInputElement} */ (form.elements.namedItem('cc'));
const chips = /** @type {HTMLElement} */ (document.querySelector('#cc-chips'));
/** As the server reads them (compose/fields.ts). */
const copied = () =>
  (cc.value.match(/(?:"[^"]*"|,(?!\s|$|[^,;\s@]*@)|[^,;\n])+/g) ?? []).map(each => each.trim()).filter(Boolean);

/** Each address once more, to be seen and taken out one by one; the field stays what is sent. */
function showChips() {
  const all = copied();
  chips.hidden = all.length === 0;
  chips.replaceChildren(
    ...all.map(written => {
      const chip = document.createElement('span');
      const button = document.createElement('button');
      chip.className = /^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$|<[^\s@<>]+@[^\s@<>]+>$/.test(written) ? 'chip' : 'chip bad';
      chip.append(written, button);
      button.type = 'button';
      button.textContent = '×';
      button.setAttribute('aria-label', (chips.dataset.remove ?? '%').replace('%', written));
      button.addEventListener('click', () => {
        cc.value = copied()
          .filter(each => each !== written)
          .join(', ');
        showChips();
        changed();
        cc.focus();
      });
      return chip;
    }),
  );
}
cc.addEventListener('change', showChips);
showChips();
document.querySelector('#again')?.addEventListener('close', () => changed());
document.querySelector('#summary')?.scrollIntoView();
/** @type {HTMLElement | null} */ (document.querySelector('[aria-invalid="true"]'))?.focus();

/** What this browser kept of this draft; else of one that the server never got, where nothing is typed here yet. */
function before() {
  const own = typedBefore(`draft ${id()}`);
  if (own || values().subject || values().description) return own;
  const lost = Object.keys(localStorage).find(name => /^draft [0-9a-z]{26}$/.test(name));
  const found = lost ? typedBefore(lost) : null;
  if (lost) localStorage.removeItem(lost);
  return found;
}
const kept = before();
if (kept) {
  fill(kept);
  showChips();
  changed();
}
