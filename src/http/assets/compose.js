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
  const before = typedBefore(name)?.text;
  if (before && before !== text.value) {
    // Both, where the server has other words.
    text.value = [text.value, before].filter(Boolean).join('\n\n');
    changed();
  }
}
