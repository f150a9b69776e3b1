// Templates: templates/mail holds the structure of each kind of mail, templates/pages that of each page,
// templates/words the words of each language. An operator's folder of the same shape replaces templates file by
// file, and words one by one.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Liquid } from 'liquidjs';
import type { Locale } from '../../desk/locale.ts';
import { locales } from '../../desk/locale.ts';
import { block, oneLine } from './clean.ts';
import { engineOf, type Format, type Kind, ours } from './liquid.ts';
import { refuseBroken } from './overrides.ts';
import type { View } from './view.ts';
import { loadWords, type Words } from './words.ts';

export type Templates = Readonly<{
  words(locale: Locale): Words;
  render(view: View, format: Format): string;
  /** A page of templates/pages. */
  page(name: string, view: Readonly<{ locale: Locale; [name: string]: unknown }>): string;
}>;

/** Reads every file, so that a broken one stops the start; throws BadSetting for an operator's file. */
export function loadTemplates(overrides: string | null): Templates {
  if (overrides !== null) refuseBroken(overrides);
  const folders = overrides === null ? [ours] : [overrides, ours];
  const engines = { html: engineOf(folders, 'mail', 'html'), txt: engineOf(folders, 'mail', 'txt') };
  const pages = engineOf(folders, 'pages', 'html');
  parseAll(folders, 'mail', engines);
  parseAll(folders, 'pages', { html: pages, txt: pages });
  const byLocale = new Map(locales.map(locale => [locale, loadWords(folders, locale)]));
  const words = (locale: Locale) => byLocale.get(locale) ?? byLocale.get('en')!;
  // The engine's own cache looks for the file each time.
  const parsed = new Map<string, ReturnType<Liquid['parseFileSync']>>();
  const templateOf = (kind: string, format: Format) => {
    const name = `${kind}.${format}.liquid`;
    const template = parsed.get(name) ?? engines[format].parseFileSync(name);
    parsed.set(name, template);
    return template;
  };
  const fill = (view: View, format: Format, preview: string): string => {
    return engines[format].renderSync(templateOf(view.notice.kind, format), {
      ...view,
      preview,
      words: words(view.locale),
    });
  };
  // The preview of the HTML is taken from the text, which is mostly rendered right before.
  const texts = new WeakMap<View, string>();
  const textOf = (view: View): string => {
    const text = texts.get(view) ?? `${block(fill(view, 'txt', ''), Number.POSITIVE_INFINITY)}\n`;
    texts.set(view, text);
    return text;
  };
  return {
    words,
    render: (view, format) => (format === 'txt' ? textOf(view) : fill(view, 'html', previewOf(textOf(view)))),
    page: (name, view) =>
      pages.renderSync(pages.parseFileSync(`${name}.html.liquid`), { ...view, words: words(view.locale) }),
  };
}

const previewLength = 140;
/** What an inbox shows of the mail: its first words below the marker. */
const previewOf = (text: string): string => oneLine(text.split('\n').slice(1).join(' '), previewLength);

/** Parses every file: liquidjs itself parses an included file only when it is rendered. */
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
