import { type Locale, locales } from '../desk/locale.ts';
import { languageWords } from './words/language-words.ts';
import { phrasesOf } from './words/phrases.ts';

const languagesOf = new Map<string, Locale[]>();
for (const locale of locales) {
  for (const word of phrasesOf(languageWords[locale]))
    languagesOf.set(word, [...(languagesOf.get(word) ?? []), locale]);
}

const maxWords = 400;
/** Fewer hits prove nothing: names and product words look like any language. */
const minHits = 3;

/** The language of a text, among the six in which we write; null where it is unclear. */
export function languageOf(text: string): Locale | null {
  const scores = new Map<Locale, number>(locales.map(locale => [locale, 0]));
  const said =
    text
      .slice(0, 8_000)
      .toLowerCase()
      .match(/\p{L}+/gu) ?? [];
  for (const word of said.slice(0, maxWords)) {
    const spoken = languagesOf.get(word) ?? [];
    for (const locale of spoken) scores.set(locale, scores.get(locale)! + 1 / spoken.length);
  }
  const [best, next] = [...scores].sort(([, a], [, b]) => b - a);
  return best && next && best[1] >= minHits && best[1] >= 1.5 * next[1] ? best[0] : null;
}
