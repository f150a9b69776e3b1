// The words of pages: templates/words/*.json, under `web`. An operator's words replace ours one by one.
import type { Words } from '../delivery/templates/words.ts';
import { filled } from '../delivery/templates/words.ts';

/** The phrase at a path such as `signIn.title`, with its `{name}`s replaced. */
export type Say = (path: string, blanks?: Readonly<Record<string, string | number>>) => string;

/** Paths begin under `web`; `/statuses.open` begins at the top, where the words of mail are. */
export function sayIn(words: Words): Say {
  return (path, blanks = {}) => {
    const names = path.startsWith('/') ? path.slice(1).split('.') : ['web', ...path.split('.')];
    let found: string | Words | undefined = words;
    for (const name of names) found = typeof found === 'object' ? found[name] : undefined;
    return typeof found === 'string' ? filled(found, name => blanks[name]) : path;
  };
}
