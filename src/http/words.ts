// The words of pages: templates/words/*.json, under `web`. An operator's words replace ours one by one.
import type { Words } from '../delivery/templates/words.ts';
import { filled } from '../delivery/templates/words.ts';

/** The phrase at a path such as `signIn.title`, with its `{name}`s replaced. */
export type Say = (path: string, blanks?: Readonly<Record<string, string | number>>) => string;

/** Paths begin under `web`; `/statuses.open` begins at the top, where the words of mail are. */
export function sayIn(words: Words): Say {
  const known = phrases.get(words) ?? new Map<string, string>();
  phrases.set(words, known);
  return (path, blanks) => {
    let phrase = known.get(path);
    if (phrase === undefined) {
      phrase = phraseAt(words, path);
      // A path may be made of what a reader sends, and so without end.
      if (phrase === undefined) return path;
      known.set(path, phrase);
    }
    return phrase.includes('{') ? filled(phrase, name => blanks?.[name]) : phrase;
  };
}

/** By path, since a page says a few hundred. */
const phrases = new WeakMap<Words, Map<string, string>>();

function phraseAt(words: Words, path: string): string | undefined {
  const names = path.startsWith('/') ? path.slice(1).split('.') : ['web', ...path.split('.')];
  let found: string | Words | undefined = words;
  for (const name of names) found = typeof found === 'object' ? found[name] : undefined;
  return typeof found === 'string' ? found : undefined;
}
