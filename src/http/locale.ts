import { type Locale, locales } from '../desk/locale.ts';

const maxRanges = 20;

/** The first of our languages that the reader's browser wants (RFC 9110 section 12.5.4); null where it names none. */
export function wantedLocale(acceptLanguage: string | undefined): Locale | null {
  const ranges = (acceptLanguage ?? '').slice(0, 500).split(',', maxRanges).map(weighed);
  const inOrder = ranges.filter(({ weight }) => weight > 0).sort((a, b) => b.weight - a.weight);
  for (const { tag } of inOrder) {
    const found = locales.find(locale => locale === tag);
    if (found) return found;
  }
  return null;
}

function weighed(range: string): { tag: string; weight: number } {
  const [tag = '', ...parameters] = range.trim().toLowerCase().split(';');
  const quality = parameters.map(each => /^\s*q=([01](?:\.\d{1,3})?)\s*$/.exec(each)?.[1]).find(Boolean);
  return { tag: tag.trim().split('-')[0] ?? '', weight: quality === undefined ? 1 : Number(quality) };
}
