// The form with script: saves what is typed, shows how it will be read, and chooses without a round trip.
const form = /** @type {HTMLFormElement} */ (document.querySelector('#draft'));
const { draft: id = '' } = form.dataset;
const kept = `draft ${id}`;
const status = document.querySelector('#saved');
let version = Number(form.dataset.version);
let timer = 0;
let saving = false;

const fields = () => Object.fromEntries([...new FormData(form)].filter(([, value]) => typeof value === 'string'));

/** Fills the form, as from a copy that this browser kept. @param {Record<string, string>} values */
function fill(values) {
  for (const [name, value] of Object.entries(values)) {
    const field = form.elements.namedItem(name);
    if (field instanceof RadioNodeList) field.value = value;
    else if (field instanceof HTMLInputElement && !['hidden', 'file'].includes(field.type)) field.value = value;
    else if (field instanceof HTMLTextAreaElement) field.value = value;
  }
}

function changed() {
  try {
    localStorage.setItem(kept, JSON.stringify(fields()));
  } catch {}
  clearTimeout(timer);
  timer = window.setTimeout(save, 800);
}

async function save() {
  if (saving) return void changed();
  saving = true;
  const response = await fetch(`/drafts/${id}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', ...(version > 0 ? { 'if-match': `"${version}"` } : {}) },
    body: JSON.stringify(fields()),
  }).catch(() => null);
  saving = false;
  if (response?.status === 401) return signedOut();
  if (!response?.ok) return void (response?.status === 409 && overtaken(await response.json()));
  version = (await response.json()).version;
  localStorage.removeItem(kept);
  if (status) status.textContent = `${form.dataset.saved} ${new Date().toLocaleTimeString([], { timeStyle: 'short' })}`;
  await look();
}

/** Another tab was faster: what stands here wins, since it is what the reader sees. @param {{ version: number }} now */
function overtaken(now) {
  version = now.version;
  changed();
}

function signedOut() {
  const dialog = /** @type {HTMLDialogElement} */ (document.querySelector('#again'));
  if (!dialog.open) dialog.showModal();
}

/** @param {string} path @returns {Promise<DocumentFragment | null>} */
async function part(path) {
  const response = await fetch(path).catch(() => null);
  return response?.ok ? document.createRange().createContextualFragment(await response.text()) : null;
}

async function look() {
  const [reading, alike] = await Promise.all([part(`/new/${id}/reading`), part(`/new/${id}/alike`)]);
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

form.addEventListener('input', changed);
form.addEventListener('click', choose);
form.addEventListener('submit', () => localStorage.removeItem(kept));
document.querySelector('#again')?.addEventListener('close', () => void save());
document.querySelector('#summary')?.scrollIntoView();
/** @type {HTMLElement | null} */ (document.querySelector('[aria-invalid="true"]'))?.focus();
const own = localStorage.getItem(kept);
if (own) {
  fill(JSON.parse(own));
  changed();
}
