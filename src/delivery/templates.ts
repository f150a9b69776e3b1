// Templates: templates/mail holds the structure of each kind of mail once, templates/pages that of each
// page, templates/words every language once. An operator's folder of the same shape replaces ours file by
// file; of a word file, word by word.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Liquid } from 'liquidjs';
import { replyMarker } from '../mail/marker.ts';
import type { Locale } from '../outbox/notice.ts';
import { block } from './clean.ts';
import type { View } from './view.ts';

export type Words = { readonly [name: string]: string | Words };
export type Templates = Readonly<{
  words(locale: Locale): Words;
  render(view: View, format: Format): string;
  /** A page of templates/pages. */
  page(name: string, view: Readonly<{ locale: Locale; [name: string]: unknown }>): string;
}>;
export type Format = 'html' | 'txt';
type Kind = 'mail' | 'pages';

export const locales: readonly Locale[] = ['en', 'it', 'es', 'pt', 'fr', 'de'];
const ours = fileURLToPath(new URL('../../templates', import.meta.url));

/** Reads every file, so that a broken one stops the start and not a mail. */
export function loadTemplates(overrides: string | null): Templates {
  const folders = overrides === null ? [ours] : [overrides, ours];
  const engines = { html: engineOf(folders, 'mail', 'html'), txt: engineOf(folders, 'mail', 'txt') };
  const pages = engineOf(folders, 'pages', 'html');
  parseAll(folders, 'mail', engines);
  parseAll(folders, 'pages', { html: pages, txt: pages });
  const byLocale = new Map(locales.map(locale => [locale, wordsOf(folders, locale)]));
  const words = (locale: Locale) => byLocale.get(locale) ?? byLocale.get('en')!;
  return {
    words,
    render(view, format) {
      const template = engines[format].parseFileSync(`${view.notice.kind}.${format}.liquid`);
      const text = engines[format].renderSync(template, { ...view, words: words(view.locale) });
      return format === 'txt' ? `${block(text, Number.POSITIVE_INFINITY)}\n` : text;
    },
    page: (name, view) =>
      pages.renderSync(pages.parseFileSync(`${name}.html.liquid`), { ...view, words: words(view.locale) }),
  };
}

/** Parts that others include are parsed only when they are rendered, unless somebody asks for them before. */
function parseAll(folders: readonly string[], kind: Kind, engines: Record<Format, Liquid>): void {
  const files = folders
    .map(folder => join(folder, kind))
    .filter(existsSync)
    .flatMap(folder => readdirSync(folder));
  for (const file of files.filter(name => name.endsWith('.liquid'))) {
    if (!file.endsWith('.html.liquid')) engines.txt.parseFileSync(file);
    if (!file.endsWith('.txt.liquid')) engines.html.parseFileSync(file);
  }
}

function engineOf(folders: readonly string[], kind: Kind, format: Format): Liquid {
  const engine = new Liquid({
    root: folders.map(folder => join(folder, kind)),
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
  engine.registerFilter('marker', (words: unknown) => replyMarker(String(words)));
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
