// Whether two tickets seem to be about the same incident, by the words that they share.
//
// PostgreSQL finds the few open tickets that share rare words (tickets/similar.ts); this decides. The fewer earlier
// tickets have a word, the more it weighs. A word that only names a function of the software (calendar, invoice)
// weighs half, because the same function does not mean the same fault.

import { fold, wordsOf } from '../fold.ts';
import { closings, thanks } from '../words/closings.ts';
import { commonWords } from '../words/common-words.ts';
import { phrasesOf, wordStart } from '../words/phrases.ts';
import { topicWords } from '../words/topics.ts';

/** `who`: names of the author and the organisation, which tell nothing about the incident. */
export type Said = Readonly<{ subject: string; text: string; who?: readonly (string | null)[] }>;
/** The weight of each stem of a ticket: 2 for the subject's, else 1. */
export type Profile = ReadonlyMap<string, number>;
/** In how many of `of` earlier tickets each stem stands. */
export type Background = Readonly<{ of: number; seenIn: ReadonlyMap<string, number> }>;

const readCharacters = 1_500;
const maxStems = 120;
// Inflection changes what comes after, in the languages that we know: calend-ar, calend-ario; card-s, vuot-a, vuot-e.
const stemLength = 6;
const stem = (word: string): string =>
  word
    .replace(/(?<=[^s]{3})s$/, '')
    .replace(/(?<=\p{L}{4})[aeiou]$/u, '')
    .slice(0, stemLength);
const common = new Set(phrasesOf(commonWords).map(word => stem(fold(word))));
const topics = new Set(phrasesOf(topicWords).map(word => stem(fold(word))));
/** A word for a function of the software, also within a compound such as `Laborwerte`, or a common error code. */
const isTopic = (word: string): boolean =>
  topics.has(word) || topics.has(word.slice(0, stemLength - 1)) || /^[45]\d\d$/.test(word);

const minShared = 3;
// At 0.35 different incidents match; at 0.45 one pair in ten is lost and no false match less (`npm run incidents`).
const minLikeness = 0.4;
// A word on this many tickets and on at least half of them is a habit of the desk and no news.
const minHabit = 4;
const topicWeight = 0.5;

/** Those of `others` that seem to be about the same incident, the likeliest first. */
export function likeliest<T extends Readonly<{ profile: Profile }>>(
  own: Profile,
  others: readonly T[],
  background: Background,
): T[] {
  const weight = (word: string) => rarity(word, background) * (isTopic(word) ? topicWeight : 1);
  const weighedOwn = weighed(own, weight);
  return others
    .map(other => ({ other, likeness: likeness(weighedOwn, weighed(other.profile, weight)) }))
    .filter(found => found.likeness >= minLikeness)
    .sort((a, b) => b.likeness - a.likeness)
    .map(({ other }) => other);
}

export function profileOf({ subject, text, who = [] }: Said): Profile {
  const named = new Set(stemsOf(who.join(' ')));
  const profile = new Map<string, number>();
  const subjectStems = stemsOf(subject.slice(0, readCharacters));
  for (const [stems, times] of [
    [subjectStems, 2],
    [stemsOf(reportIn(text.slice(0, readCharacters))), 1],
  ] as const)
    for (const word of stems) {
      if (profile.size < maxStems && !profile.has(word) && !named.has(word)) profile.set(word, times);
    }
  return profile;
}

// Dates, times, phone numbers and tags of a subject; also `tt_` names, since instances are compared on their own.
const figures =
  /(?<!\d)\d{1,2}[./-]\d{1,2}(?:[./-]\d{2,4})?(?!\d)|(?<!\d)\d{1,2}[:h.]\d\d(?!\d)|\+?\d[\d ()/-]{6,20}\d|(?<![\p{L}\p{N}])tt_\w{1,60}/giu;
const isYear = /^20\d\d$/;

const stemsOf = (text: string): string[] =>
  wordsOf(text.replace(figures, ' '))
    .filter(word => word.length >= 3 && !isYear.test(word))
    .map(stem)
    .filter(word => !common.has(word));

const [closing, thanked] = [wordStart(closings), wordStart(thanks)];
const opens = (line: string, words: RegExp): boolean => words.exec(line.replaceAll(',', ''))?.index === 0;
const labelled = /^[^\n:?!.]{2,40}:(?!\/\/)(.*)$/u;
const minLabels = 3;
/** An answer this short is a name, a place or a choice and describes no incident. */
const shortAnswer = 6;

/** The text without its signature, and only the long answers of a form: the rest is equal in all mails of an author. */
function reportIn(text: string): string {
  const lines = text.split('\n').map(line => line.trim());
  const said = lines.findIndex(line => /\p{L}/u.test(line));
  const end = lines.findIndex((line, at) => at > said && isClosing(fold(line)));
  const report = end < 0 ? lines : lines.slice(0, end);
  const labels = report.flatMap((line, at) => (labelled.test(line) ? [at] : []));
  return (labels.length < minLabels ? report : answersIn(report, labels.at(-1)!)).join('\n');
}

function answersIn(form: readonly string[], lastLabel: number): string[] {
  const answers = form.map(line => labelled.exec(line)?.[1] ?? line);
  const lastAnswer = answers.findIndex((answer, at) => at >= lastLabel && answer !== '');
  const end = answers.findIndex((answer, at) => at > lastAnswer && answer === '');
  const report = answers.slice(0, end < 0 ? undefined : end);
  const longest = Math.max(...report.map(answer => answer.length));
  return report.filter(
    (answer, at) => answer === form[at] || answer.length === longest || wordsOf(answer).length > shortAnswer,
  );
}

function isClosing(line: string): boolean {
  const words = wordsOf(line).length;
  return words <= 8 && (opens(line, closing) || (words <= 3 && opens(line, thanked)));
}

/** 0 for words of most earlier tickets. Counts some extra tickets, so that two tickets make no word common. */
function rarity(word: string, { of, seenIn }: Background): number {
  const seen = seenIn.get(word) ?? 0;
  return seen >= minHabit && seen >= of / 2 ? 0 : Math.sqrt(Math.log((of + 10) / Math.max(1, seen)));
}

/** The cosine of the weighted words; 0 where too few words are shared, or only names of functions. */
function likeness(own: Profile, others: Profile): number {
  const shared = [...own.keys()].filter(word => others.has(word));
  // `Report` and `See attachment.` leave one word, which names no incident.
  if (shared.length < Math.max(2, Math.min(minShared, own.size, others.size))) return 0;
  if (shared.every(isTopic)) return 0;
  const both = shared.reduce((sum, word) => sum + own.get(word)! * others.get(word)!, 0);
  return both / (Math.hypot(...own.values()) * Math.hypot(...others.values()));
}

const weighed = (profile: Profile, weight: (word: string) => number): Profile =>
  new Map([...profile].map(([word, times]) => [word, times * weight(word)] as const).filter(([, each]) => each > 0));
