// Templates: templates/mail holds the structure of each kind of mail, templates/pages that of each page,
// templates/words the words of each language. An operator's folder of the same shape replaces templates file by
// file, and words one by one.
import type { Liquid } from 'liquidjs';
import type { Locale } from '../../desk/locale.ts';
import { block, oneLine } from './clean.ts';
import { engineOf, type Format, ours } from './liquid.ts';
import { refuseBroken } from './overrides.ts';
import type { View } from './view.ts';
import { loadWords, type Words } from './words.ts';

export type Templates = Readonly<{
  words(locale: Locale): Words;
  render(view: View, format: Format): string;
  /** A page of templates/pages. */
  page(name: string, view: Readonly<{ locale: Locale; [name: string]: unknown }>): string;
}>;

/** An operator's file that is broken stops the start with BadSetting; ours are read when they are first used. */
export function loadTemplates(overrides: string | null): Templates {
  if (overrides !== null) refuseBroken(overrides);
  const folders = overrides === null ? [ours] : [overrides, ours];
  const engines = { html: engineOf(folders, 'mail', 'html'), txt: engineOf(folders, 'mail', 'txt') };
  const pages = engineOf(folders, 'pages', 'html');
  const byLocale = new Map<Locale, Words>();
  const words = (locale: Locale): Words => {
    const known = byLocale.get(locale) ?? loadWords(folders, locale);
    byLocale.set(locale, known);
    return known;
  };
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
