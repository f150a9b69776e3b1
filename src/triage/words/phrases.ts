// How the tables of this folder are written and read.
//
// One concept a file, one phrase a line, as people write it. The readers compare phrases folded
// (../fold.ts): case, accents and width make no difference. Two markers:
//
//   `reproduc*`        the word or the subject may go on after the phrase
//   `*is on vacation`  the phrase ends the subject; only in machine-subjects.ts
//
// test/triage/words.test.ts finds phrases that stand twice, and phrases that their own reader misses.
import type { Locale } from '../../desk/locale.ts';
import { fold, phraseKey } from '../fold.ts';

/** One row a language, one phrase a line. */
export type ByLanguage = Readonly<Record<Locale, string>>;
type Phrases = string | Readonly<Record<string, string>>;

export const phrasesOf = (...tables: readonly Phrases[]): string[] =>
  tables
    .flatMap(table => (typeof table === 'string' ? [table] : Object.values(table)))
    .flatMap(rows => rows.split('\n'))
    .map(phrase => phrase.trim())
    .filter(phrase => phrase !== '');

/** The phrases as their words, without punctuation: `p. ex.` is `p ex`. */
export const keysOf = (...tables: readonly Phrases[]): ReadonlySet<string> =>
  new Set(phrasesOf(...tables).map(phraseKey));

/** The phrases folded, with their punctuation. */
export const foldedOf = (...tables: readonly Phrases[]): readonly string[] => [
  ...new Set(phrasesOf(...tables).map(fold)),
];

/** The meaning of each phrase of a table by meaning; `key` gives the form of the phrases in the map. */
export const meaningsOf = <Meaning extends string>(
  table: Readonly<Record<Meaning, Phrases>>,
  key: (phrase: string) => string = phraseKey,
): ReadonlyMap<string, Meaning> =>
  new Map(
    (Object.entries(table) as [Meaning, Phrases][]).flatMap(([meaning, phrases]) =>
      phrasesOf(phrases).map((phrase): [string, Meaning] => [key(phrase), meaning]),
    ),
  );

/** Finds any of the phrases where a word begins, in folded text. Literals only, and so linear. */
export function wordStart(...tables: readonly Phrases[]): RegExp {
  // One look-ahead for all that end in a letter: one for each phrase took half a second to compile.
  const byEnd = Object.groupBy(foldedOf(...tables), phrase => (/[\p{L}\p{N}]$/u.test(phrase) ? 'letter' : 'other'));
  const whole = byEnd.letter ? [`(?:${literals(byEnd.letter)})(?![\\p{L}\\p{N}])`] : [];
  const others = byEnd.other ? [literals(byEnd.other)] : [];
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${[...whole, ...others].join('|')})`, 'u');
}

const literals = (phrases: readonly string[]): string =>
  phrases.map(phrase => escaped(phrase.replace(/\*$/, ''))).join('|');

/** The source of an expression for any of the phrases as they are written, longest first; a space is any white space. */
export function anyOf(...tables: readonly Phrases[]): string {
  const longestFirst = [...new Set(phrasesOf(...tables))].sort((a, b) => b.length - a.length);
  return `(?:${longestFirst.map(phrase => escaped(phrase).replace(/ /g, '\\s')).join('|')})`;
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
