import { extents, impactTable } from '../../desk/impact.ts';
import type { Address } from '../../mail/address.ts';
import { mailto } from './mailto.ts';
import type { Words } from './words.ts';

/** The guide to writing a ticket: the criteria in words, and a prepared mail with the form's fields. */
export function guideOf(support: Address, videoUrl: string | null, words: Words) {
  const word = (group: string, name: string) => String((words[group] as Words | undefined)?.[name]);
  const rows = extents.map(functions => ({
    functions: word('functions', functions),
    cells: extents.map(users => ({
      users: word('users', users),
      priority: word('priorities', impactTable[functions][users]),
    })),
  }));
  const asked = ['description', 'steps', 'error', 'expected', 'when', 'example'].map(name =>
    capital(word('missing', name)),
  );
  const labels = [word('labels', 'instance'), word('help', 'formFunctions'), word('help', 'formUsers')];
  const formLines = [...labels, ...asked].map(label => `${label}:`);
  const body = [...labels.map(label => `${label}: `), '', ...asked.map(label => `${label}:\n\n`)].join('\n');
  return { criteria: rows, videoUrl: videoUrl ?? '', formUrl: mailto(support, '', body), formLines };
}

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);
