// The words of pages: templates/words/*.json, under `web`. An operator's words replace ours one by one.
import { joined, type Pieces, piecesOf, type Words } from '../delivery/templates/words.ts';
import { onceFor } from '../once.ts';

/** The phrase at a path such as `signIn.title`, with its `{name}`s replaced. */
export type Say = (path: string, blanks?: Readonly<Record<string, string | number>>) => string;

/** Paths begin under `web`; `/statuses.open` begins at the top, where the words of mail are. */
export const sayIn: (words: Words) => Say = onceFor(words => {
  /** By path, since a page says a few hundred. */
  const known = new Map<string, string | Pieces>();
  return (path, blanks) => {
    let phrase = known.get(path);
    if (phrase === undefined) {
      const found = phraseAt(words, path);
      // A path may be made of what a reader sends, and so without end.
      if (found === undefined) return path;
      phrase = found.includes('{') ? piecesOf(found) : found;
      known.set(path, phrase);
    }
    return typeof phrase === 'string' ? phrase : joined(phrase, name => blanks?.[name]);
  };
});

function phraseAt(words: Words, path: string): string | undefined {
  const names = path.startsWith('/') ? path.slice(1).split('.') : ['web', ...path.split('.')];
  let found: string | Words | undefined = words;
  for (const name of names) found = typeof found === 'object' ? found[name] : undefined;
  return typeof found === 'string' ? found : undefined;
}
