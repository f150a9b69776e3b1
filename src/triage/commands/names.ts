// The names of commands: which command a word after `#` stands for, and how it is spelt.
import type { Locale } from '../../desk/locale.ts';
import type { Priority } from '../../desk/ticket.ts';
import { wholeLevel } from '../fields/level.ts';
import { phraseKey } from '../fold.ts';
import { commandWords } from '../words/commands.ts';
import { levels } from '../words/levels.ts';
import { type ByLanguage, meaningsOf, phrasesOf } from '../words/phrases.ts';
import { newStatus, statusWords } from '../words/statuses.ts';
import { nearest } from './nearest.ts';

export type CommandStatus = keyof typeof statusWords;
export type Word = keyof typeof commandWords;

/** Commands without an argument. */
const bare = ['mine', 'note', 'split', 'separate', 'undo', 'help', 'unfollow'] as const;
export type Bare = (typeof bare)[number];
export type Taking = Exclude<Word, Bare>;
export const isBare = (name: Word): name is Bare => bare.some(word => word === name);

const wordOf = meaningsOf(commandWords);
const statusOf = meaningsOf(statusWords);
const isNew = new Set(phrasesOf(newStatus).map(phraseKey));
const levelNames = Object.values(levels)
  .flatMap(({ anywhere, tag }) => phrasesOf(anywhere, tag).map(phraseKey))
  .filter(name => /^\p{L}{4,}$/u.test(name));
const names = [...wordOf.keys(), ...statusOf.keys(), ...levelNames].map(name => name.replaceAll(' ', '-'));

const keyOf = (word: string): string => phraseKey(word.replaceAll('_', '-'));

export const commandNamed = (word: string): Word | null => wordOf.get(keyOf(word)) ?? null;
export const levelNamed = (word: string): Priority | null => wholeLevel(word, 'tag');
/** The status of words such as `resolved` or `in attesa`. */
export const statusNamed = (words: string): CommandStatus | null => statusOf.get(keyOf(words)) ?? null;
/** The status after `#status`, where `new` counts, too. */
export const statusAnswered = (words: string): CommandStatus | 'new' | null =>
  isNew.has(phraseKey(words)) ? 'new' : statusNamed(words);

export const isName = (word: string): boolean =>
  commandNamed(word) !== null || statusNamed(word) !== null || levelNamed(word) !== null;

/** The command, status or level that may have been meant, or null. */
export const nearestName = (word: string): string | null => nearest(word, names);

/** Whether the text after the name is the author's text and no argument. */
export const takesNothing = (name: string): boolean => {
  const command = commandNamed(name);
  return command === null || isBare(command);
};

/** A command's name with its accents, which the tables leave out. */
export const spelt = (name: string): string => spellings.get(name) ?? name;
const spellings = new Map(
  [...Object.values(commandWords), ...Object.values(statusWords)]
    .flatMap(phrases => phrasesOf(phrases))
    .toReversed()
    .map(phrase => [phraseKey(phrase).replaceAll(' ', '-'), phrase.toLowerCase()]),
);

/** Whether the name reopens a ticket: `reopen`, `nicht-gelöst`. */
export const isReopening = (name: string): boolean => statusNamed(name) === 'open';

/** How each command and status is called in a language, with `#`. */
export const namesIn = (locale: Locale, leftOut: readonly Word[] = []): string[] => {
  const first = (phrases: ByLanguage) => `#${phrasesOf(phrases[locale])[0]}`;
  const words = (Object.keys(commandWords) as Word[]).filter(word => !leftOut.includes(word));
  return [...words.map(word => first(commandWords[word])), ...Object.values(statusWords).map(first)];
};
