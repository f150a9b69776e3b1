// Keeps what is typed in a form: in this browser at once, and on the server soon after.

/**
 * @typedef {{ id: string, version: number, other?: { id: string, subject?: string, description?: string } }} Answer
 * @typedef {{
 *   name: string,
 *   values: () => Record<string, string>,
 *   saved?: () => unknown,
 *   signedOut: () => unknown,
 *   forked: (other: NonNullable<Answer['other']>) => unknown,
 * }} Keeping `name`: of the copy in this browser.
 */

/** Saves after each change; the function that is given back notes one. @param {HTMLFormElement} form @param {Keeping} keeping */
export function keepTyping(form, { name, values, saved, signedOut, forked }) {
  const field = (/** @type {string} */ of) => /** @type {HTMLInputElement} */ (form.elements.namedItem(of));
  let timer = 0;
  let saving = false;

  async function save() {
    if (saving) return void changed();
    saving = true;
    const sent = JSON.stringify(values());
    const response = await fetch(`/drafts/${field('draft').value}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json', 'if-match': `"${field('version').value}"` },
      body: sent,
    }).catch(() => null);
    saving = false;
    if (response?.status === 401) return void signedOut();
    if (!response || (!response.ok && response.status !== 409)) return;
    /** @type {Answer} */
    const answer = await response.json();
    field('draft').value = answer.id;
    field('version').value = String(answer.version);
    // What was typed while it was on its way is saved next.
    if (localStorage.getItem(name) === sent) localStorage.removeItem(name);
    if (answer.other) forked(answer.other);
    await saved?.();
  }
  function changed() {
    try {
      localStorage.setItem(name, JSON.stringify(values()));
    } catch {}
    clearTimeout(timer);
    timer = window.setTimeout(save, 800);
  }
  form.addEventListener('input', changed);
  form.addEventListener('submit', () => {
    clearTimeout(timer);
    localStorage.removeItem(name);
  });
  return changed;
}

/** What this browser kept and the server did not get. @param {string} name @returns {Record<string, string> | null} */
export function typedBefore(name) {
  try {
    return JSON.parse(localStorage.getItem(name) ?? 'null');
  } catch {
    return null;
  }
}

/** The time of day, in words that stand before it. @param {Element | null} place @param {string | undefined} words */
export function sayAt(place, words) {
  if (place) place.textContent = `${words} ${new Date().toLocaleTimeString([], { timeStyle: 'short' })}`;
}
