import type { Locale } from '../desk/locale.ts';

// Short words that a text of any length has, and that no other of the six has or has as often.
const words: Readonly<Record<Locale, string>> = {
  en: 'the and is are was were with this that from have has not does when please since which there would should',
  it: 'il gli che non sono della delle degli nel alla con per più questo questa perché quando grazie dopo è anche può',
  es: 'el los las que no está están con por para una del cuando este esta gracias desde pero más también hay y',
  pt: 'o os não que está estão com por para uma do da dos das quando este esta obrigado desde mas mais também e ao',
  fr: 'le les des est sont avec pour une dans que qui pas ne vous nous cette quand merci depuis plus mais aussi et',
  de: 'der die das und ist sind nicht mit für eine einen auf wird werden dass wenn bitte danke seit auch wir ich',
};
const locales = Object.keys(words) as Locale[];
const languagesOf = new Map<string, Locale[]>();
for (const locale of locales) {
  for (const word of words[locale].split(' ')) languagesOf.set(word, [...(languagesOf.get(word) ?? []), locale]);
}

const maxWords = 400;
/** Fewer say nothing: names and product words look like any language. */
const minHits = 3;

/** The language a text is written in, of the six that we write; null where it does not show. */
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
