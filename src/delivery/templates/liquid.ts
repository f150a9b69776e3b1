import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Liquid } from 'liquidjs';
import { replyMarker } from '../../mail/marker.ts';
import { filled } from './words.ts';

export type Format = 'html' | 'txt';
/** Folders of templates/, beside that of the words. */
export type Kind = 'mail' | 'pages';

export const ours = fileURLToPath(new URL('../../../templates', import.meta.url));

/** `folders`: the operator's templates first, then templates/. */
export function engineOf(folders: readonly string[], kind: Kind, format: Format): Liquid {
  const engine = new Liquid({
    root: folders.map(folder => join(folder, kind)),
    relativeReference: false,
    cache: true,
    strictFilters: true,
    ownPropertyOnly: true,
    // A tag on a line of its own leaves no empty line.
    trimTagRight: true,
    greedy: false,
    ...(format === 'html' ? { outputEscape: 'escape' as const } : {}),
  });
  engine.registerFilter('fill', fill);
  engine.registerFilter('marker', (words: unknown) => replyMarker(String(words)));
  engine.registerFilter('lines', { raw: true, handler: text => lines(String(text ?? '')) });
  engine.registerFilter('unbroken', format === 'html' ? { raw: true, handler: unbroken } : (text: unknown) => text);
  return engine;
}

/** `{{ words.hello | fill: name: recipient.name }}`: the words with their `{name}`s replaced, once. */
function fill(phrase: unknown, ...values: [string, unknown][]): string {
  const named = new Map(values);
  return filled(String(phrase ?? ''), name => named.get(name));
}

const escaped = (text: string): string => text.replace(/[&<>"']/g, char => `&#${char.charCodeAt(0)};`);

/** As HTML without a line break at the hyphen of a ticket's key, so that the key can be copied whole. */
const unbroken = (text: unknown): string =>
  escaped(String(text ?? '')).replace(/\bPT-\d{1,15}\b/g, '<span style="white-space: nowrap">$&</span>');

/** Text as HTML, with `<br>`, which works where style sheets are ignored. */
const lines = (text: string): string =>
  escaped(text)
    .replace(/^[ \t]{1,40}/gm, indent => '\u00a0'.repeat(indent.replaceAll('\t', '    ').length))
    .replaceAll('\n', '<br>\n');
