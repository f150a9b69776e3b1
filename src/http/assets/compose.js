// A reply, an answer or a note is kept while it is typed.
import { keepTyping, sayAt, typedBefore } from './keep.js';

for (const form of /** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll('form[data-ticket]'))) {
  const { kind = '', ticket = '', saved, out = '' } = form.dataset;
  const name = `draft ${kind} ${ticket}`;
  const text = /** @type {HTMLTextAreaElement} */ (form.elements.namedItem('text'));
  const status = form.querySelector('[data-status]');
  const values = () => ({ kind, ticket, text: text.value });
  const changed = keepTyping(form, {
    name,
    values,
    saved: () => sayAt(status, saved),
    signedOut: () => {
      if (status) status.textContent = out;
    },
    // The words of the other tab stand above the field, and both are kept.
    forked: ({ description = '' }) => {
      const other = document.createElement('blockquote');
      other.setAttribute('role', 'alert');
      other.dir = 'auto';
      other.textContent = description;
      text.before(other);
    },
  });
  preview(form, text);
  const before = typedBefore(name)?.text;
  if (before && before !== text.value) {
    // Both, where the server has other words.
    text.value = [text.value, before].filter(Boolean).join('\n\n');
    changed();
  }
}

/** A line under the field says what the commands at the head of the text will do.
 * @param {HTMLFormElement} form
 * @param {HTMLTextAreaElement} text
 */
function preview(form, text) {
  const line = form.querySelector('.commands');
  if (!line) return;
  let timer = 0;
  let shown = '';
  const look = async () => {
    const { kind = '', ticket = '' } = form.dataset;
    const typed = text.value;
    // No command is without one of these.
    const isAny = /[#＃:：[(/]/.test(typed);
    const body = new URLSearchParams({
      csrf: /** @type {HTMLInputElement} */ (form.elements.namedItem('csrf')).value,
      kind,
      text: typed,
    });
    const answer = isAny
      ? await fetch(`/tickets/${ticket}/commands`, { method: 'POST', body }).catch(() => null)
      : null;
    const says = answer?.ok ? await answer.text() : '';
    if (typed === text.value && says !== shown) line.textContent = shown = says;
  };
  text.addEventListener('input', () => {
    clearTimeout(timer);
    timer = window.setTimeout(look, 600);
  });
  if (text.value) void look();
}
