// Tells the server the reader's time zone, so that the next page shows times in it.
const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
// biome-ignore lint/suspicious/noDocumentCookie: the CookieStore API is missing in browsers that we support
if (timeZone) document.cookie = `zone=${encodeURIComponent(timeZone)}; path=/; max-age=31536000; samesite=lax`;

// A menu closes with a press beside it, and with Escape.
const menu = () => /** @type {HTMLDetailsElement | null} */ (document.querySelector('details.menu[open]'));
addEventListener('click', ({ target }) => {
  const open = menu();
  if (open && !open.contains(/** @type {Node} */ (target))) open.open = false;
});
addEventListener('keydown', ({ key }) => {
  const open = key === 'Escape' ? menu() : null;
  if (!open) return;
  open.open = false;
  open.querySelector('summary')?.focus();
});
