// Templates: templates/mail holds the structure of each kind of mail once, templates/words every
// language once. An operator's folder of the same shape replaces ours file by file; of a word
// file, word by word.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Liquid } from 'liquidjs';
import { replyMarker } from '../mail/marker.ts';
import type { Locale, Notice } from '../outbox/notice.ts';
import { block } from './clean.ts';
import type { View } from './view.ts';

export type Words = { readonly [name: string]: string | Words };
export type Templates = Readonly<{ words(locale: Locale): Words; render(view: View, format: Format): string }>;
export type Format = 'html' | 'txt';

export const locales: readonly Locale[] = ['en', 'it', 'es', 'pt', 'fr', 'de'];
export const kinds: readonly Notice['kind'][] = ['receipt', 'opened', 'new-ticket', 'reply', 'answer', 'change'];
const ours = fileURLToPath(new URL('../../templates', import.meta.url));

/** Reads every template, so that a broken one stops the start and not a mail. */
export function loadTemplates(overrides: string | null): Templates {
  const folders = overrides === null ? [ours] : [overrides, ours];
  const engines = { html: engineOf(folders, 'html'), txt: engineOf(folders, 'txt') };
  const words = new Map(locales.map(locale => [locale, wordsOf(folders, locale)]));
  const fileOf = (kind: string, format: Format) => engines[format].parseFileSync(`${kind}.${format}.liquid`);
  for (const kind of kinds) for (const format of ['html', 'txt'] as const) fileOf(kind, format);
  return {
    words: locale => words.get(locale) ?? words.get('en')!,
    render(view, format) {
      const scope = { ...view, words: this.words(view.locale), marker: replyMarker };
      const text = engines[format].renderSync(fileOf(view.notice.kind, format), scope);
      return format === 'txt' ? `${block(text, Number.POSITIVE_INFINITY)}\n` : text;
    },
  };
}

function engineOf(folders: readonly string[], format: Format): Liquid {
  const engine = new Liquid({
    root: folders.map(folder => join(folder, 'mail')),
    relativeReference: false,
    cache: true,
    strictFilters: true,
    ownPropertyOnly: true,
    // A tag on a line of its own leaves no line behind.
    trimTagRight: true,
    greedy: false,
    ...(format === 'html' ? { outputEscape: 'escape' as const } : {}),
  });
  engine.registerFilter('fill', fill);
  engine.registerFilter('lines', { raw: true, handler: text => lines(String(text ?? '')) });
  return engine;
}

/** `{{ words.hello | fill: name: recipient.name }}`: the words with their `{name}`s replaced, once. */
function fill(phrase: unknown, ...values: [string, unknown][]): string {
  const named = new Map(values);
  return String(phrase ?? '').replace(/\{(\w{1,20})\}/g, (whole, name) => String(named.get(name) ?? whole));
}

/** Text as HTML, with line breaks that hold where style sheets are ignored. */
const lines = (text: string): string =>
  text
    .replace(/[&<>"']/g, char => `&#${char.charCodeAt(0)};`)
    .replace(/^[ \t]{1,40}/gm, indent => '\u00a0'.repeat(indent.replaceAll('\t', '    ').length))
    .replaceAll('\n', '<br>\n');

/** Where a language lacks a word, English stands in. */
function wordsOf(folders: readonly string[], locale: Locale): Words {
  const oursFirst = folders.toReversed();
  const files = ['en', locale].flatMap(name => oursFirst.map(folder => join(folder, 'words', `${name}.json`)));
  return files.reduce<Words>((words, file) => merge(words, read(file)), {});
}

function merge(below: Words, above: Words): Words {
  const merged: Record<string, string | Words> = { ...below };
  for (const [name, value] of Object.entries(above)) {
    const old = merged[name];
    merged[name] = typeof value === 'object' && typeof old === 'object' ? merge(old, value) : value;
  }
  return merged;
}

function read(file: string): Words {
  if (!existsSync(file)) return {};
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Words;
  } catch (cause) {
    throw new Error(`${file} is not JSON`, { cause });
  }
}
