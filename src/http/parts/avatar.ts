import { type Html, html } from './page.ts';

/** Two letters of a name, without titles such as `Dr.`; beside it the name is written out. */
export const initials = (name: string): string => {
  const words = name
    .replace(/(?<=^|\s)\p{L}{2,}\.(?=\s)/gu, '')
    .split(/[\s@._-]+/u)
    .filter(Boolean);
  const letters = [words[0], words.length > 1 && !name.includes('@') ? words.at(-1) : undefined];
  return letters
    .map(word => (word ? ([...word][0] ?? '') : ''))
    .join('')
    .toUpperCase();
};

export const avatar = ({ name, email }: Readonly<{ name: string | null; email: string }>, isAgent = false): Html =>
  html`<span class="avatar${isAgent ? ' agent' : ''}" aria-hidden="true">${initials(name || email)}</span>`;
