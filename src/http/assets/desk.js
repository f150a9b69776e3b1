// The desk with script: fields are saved as they change. Without it, the same forms have a button.
const set = /** @type {HTMLFormElement | null} */ (document.querySelector('form.set'));
if (set) {
  set.querySelector('button')?.classList.add('hidden');
  set.addEventListener('change', () => set.requestSubmit());
}
