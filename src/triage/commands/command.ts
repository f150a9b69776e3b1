// Commands at the head of a mail: `#resolved`, `#assign ana@x.example`, `Priority: high`.
//
// Only the leading lines are read, up to the first that is none, so that no sentence further down
// ever acts; what looks like one there is named, so that its author hears of it. Nothing is carried
// out here, and whether the author may is not asked here either.

import type { Priority } from '../../desk/ticket.ts';
import { type Address, toAddress } from '../../mail/address.ts';
import { namedInstance } from '../fields/instance.ts';
import { labelledLines, plainLine } from '../fields/label.ts';
import { answeredLevel, wholeLevel } from '../fields/level.ts';
import { phraseKey, wordsOf } from '../fold.ts';
import { andAlso } from '../words/and-also.ts';
import { commandWords } from '../words/commands.ts';
import { levels } from '../words/levels.ts';
import { myself } from '../words/myself.ts';
import { anyOf, keysOf, meaningsOf, phrasesOf } from '../words/phrases.ts';
import { newStatus, statusWords } from '../words/statuses.ts';
import { towards } from '../words/towards.ts';
import { isOnlyObject, politelySaid, withoutCourtesy } from './courtesy.ts';
import { nearest } from './nearest.ts';

export type CommandStatus = keyof typeof statusWords;
export type Command =
  | { kind: 'priority'; value: Priority }
  | { kind: 'instance'; value: string }
  | { kind: 'status'; value: CommandStatus | 'new' }
  /** `me`: to whoever writes it. */
  | { kind: 'assign'; to: Address | 'me' }
  | { kind: 'merge'; into: number }
  /** The rest of the mail is for agents only. */
  | { kind: 'note' }
  /** The entry that the mail answers becomes a ticket of its own, with everyone on the thread. */
  | { kind: 'split' }
  /** It has nothing to do with this ticket, nor have the people on it. */
  | { kind: 'separate' }
  /** Takes back the author's last change. */
  | { kind: 'undo' }
  | { kind: 'help' }
  | { kind: 'unfollow' }
  /** It stands where no command is read. */
  | { kind: 'late'; word: string }
  /** A command whose argument makes no sense. */
  | { kind: 'invalid'; word: string; argument: string }
  /** `nearest` is a command that exists and that may have been meant. */
  | { kind: 'unknown'; word: string; nearest: string | null };

/** `words` as typed; `marked` when it was written with `#`. */
export type ReadCommand = Readonly<{ command: Command; words: string; marked: boolean }>;

type Word = keyof typeof commandWords;
/** Those that take no argument. */
const bare = ['note', 'split', 'separate', 'undo', 'help', 'unfollow'] as const;
type Bare = (typeof bare)[number];
const isBare = (name: Word): name is Bare => bare.some(word => word === name);
const maxCommands = 20;
const maxScan = 64 * 1024;
// A longer answer after a bare label is the author's text: `Priority: high because nobody can log in`.
const maxBareWords = 4;
/** How far down a command is still named, and how many of them. */
const maxLate = { lines: 40, commands: 5 };
const longestName = 5;
// `1 - urgent`, `high (business down)` say a level, and no more.
const minWordsBeyond = 3;

const wordOf = meaningsOf(commandWords);
const statusOf = meaningsOf(statusWords);
const levelNames = Object.values(levels)
  .flatMap(({ anywhere, tag }) => phrasesOf(anywhere, tag).map(phraseKey))
  .filter(name => /^\p{L}{4,}$/u.test(name));
const names = [...wordOf.keys(), ...statusOf.keys(), ...levelNames].map(name => name.replaceAll(' ', '-'));
const isTowards = keysOf(towards);
const isMyself = keysOf(myself);
const isNew = keysOf(newStatus);
/** Where the next command on the line begins; what it is stands in the first group. */
const nextMark = new RegExp(`[\\s,;&+]+(?:${anyOf(andAlso)}\\s+)?#(\\p{L}[\\p{L}\\p{M}\\p{N}_-]{0,40})`, 'giu');

/** A command's name as people write it, for those that are found without accents. */
export const spelt = (name: string): string => spellings.get(name) ?? name;
const spellings = new Map(
  [...Object.values(commandWords), ...Object.values(statusWords)]
    .flatMap(phrases => phrasesOf(phrases))
    .toReversed()
    .map(phrase => [phraseKey(phrase).replaceAll(' ', '-'), phrase.toLowerCase()]),
);

/** `reopen`, `nicht-gelöst`. */
export const isReopening = (name: string): boolean => statusOf.get(phraseKey(name)) === 'open';

/** `#ntoe`, or `#note` below a greeting: what its author wants nobody else to read, not said well enough to obey. */
export function meansNote({ command }: ReadCommand): boolean {
  const said = command.kind === 'late' ? command.word : command.kind === 'unknown' ? command.nearest : null;
  return said !== null && wordOf.get(wordsOf(said)[0] ?? '') === 'note';
}

/** The commands, and the text from the first line on that is none. */
export function readCommands(text: string): { commands: ReadCommand[]; rest: string } {
  const { commands, rest } = readLeading(text);
  const others = [...(commands.length === 0 ? meantBy(rest) : []), ...lateIn(rest)];
  return { commands: [...commands, ...others].slice(0, maxCommands), rest };
}

function readLeading(text: string): { commands: ReadCommand[]; rest: string } {
  const commands: ReadCommand[] = [];
  let at = 0;
  while (at < Math.min(text.length, maxScan) && commands.length < maxCommands) {
    const newline = text.indexOf('\n', at);
    const end = newline === -1 ? text.length : newline;
    const line = plainLine(text.slice(at, Math.min(end, at + 1000)));
    if (line !== '') {
      const read = readLine(line);
      if (!read) break;
      commands.push(...read.commands);
      if (read.rest !== '') {
        const head = headLength(text.slice(at, end), read.rest);
        return { commands, rest: text.slice(at + head).trim() };
      }
    }
    at = end + 1;
  }
  return { commands, rest: text.slice(at).trim() };
}

// The line was read without emphasis and only so far; the author's text goes on as it was typed.
function headLength(line: string, rest: string): number {
  const [first = ''] = rest.split(/\s/, 1);
  const from = /[#＃]\S*\s+/.exec(line.slice(0, 300));
  const start = from && !first.startsWith('#') ? from.index + from[0].length : 0;
  const found = line.indexOf(first, start);
  // Emphasis before the word is the author's, too.
  return found < 0 ? start : found - (/[*_`]*$/.exec(line.slice(start, found))?.[0].length ?? 0);
}

type ReadLine = Readonly<{ commands: ReadCommand[]; rest: string }>;

function readLine(line: string): ReadLine | null {
  if (!/^#\p{L}/u.test(line)) return readLabels(line);
  const commands: ReadCommand[] = [];
  let rest = line;
  while (/^#\p{L}/u.test(rest) && commands.length < maxCommands) {
    const read = readMarked(rest);
    if (!read) break;
    const words = rest.slice(0, rest.length - read.rest.length).trim();
    commands.push({ command: read.command, words, marked: true });
    // `#4711-b is done`: with nothing like it among the commands, it may be the author's own sign.
    if (read.command.kind === 'unknown' && read.command.nearest === null && read.rest !== '') break;
    rest = withoutAnd(read.rest);
  }
  return commands.length === 0 ? null : { commands, rest: isOnlyObject(rest) ? '' : rest };
}

/** `#pending and #priority low`. */
function withoutAnd(rest: string): string {
  const [next] = nextMarks(` ${rest}`);
  return next?.index === 0 ? rest.slice(next[0].lastIndexOf('#') - 1) : rest;
}

/** The marks of commands within a line. */
const nextMarks = (text: string): RegExpExecArray[] =>
  [...text.matchAll(nextMark)].filter(([, word = '']) => isName(word));

function isName(word: string): boolean {
  const key = phraseKey(word.replaceAll('_', '-'));
  return wordOf.has(key) || statusOf.has(key) || wholeLevel(word, 'tag') !== null;
}

function readMarked(line: string): { command: Command; rest: string } | null {
  // An apostrophe stands for the accent where a keyboard has none: `#priorita' alta`.
  const [, word, argument] =
    /^#(\p{L}[\p{L}\p{M}\p{N}_-]{0,40})['’´]?(?:[:=](?=[\p{L}\p{N}])|[:=!.,;]?(?=\s|$))\s*(.*)$/u.exec(line) ?? [];
  if (word !== undefined && argument !== undefined) return hashCommand(word, argument);
  // `#resolved?` and `#resolved#close` are too odd to obey, and too near to be passed over.
  const [, start = '', rest = ''] = /^#(\p{L}{1,40})\S*\s*(.*)$/u.exec(line) ?? [];
  const meant = nearest(start, names);
  return meant === null ? null : { command: { kind: 'unknown', word: start, nearest: meant }, rest };
}

/** Words after a command that takes none are the author's text: `#resolved Thank you!` */
function hashCommand(word: string, argument: string): { command: Command; rest: string } {
  const long = longCommand(word, argument);
  if (long) return long;
  const key = phraseKey(word.replaceAll('_', '-'));
  const name = wordOf.get(key);
  const level = wholeLevel(word, 'tag');
  const simple = simpleCommand(key) ?? (level && { kind: 'priority' as const, value: level });
  if (simple) return { command: simple, rest: argument };
  if (name && !isBare(name)) {
    const [next] = nextMarks(argument);
    const own = next ? argument.slice(0, next.index) : argument;
    const rest = next ? argument.slice(next.index + next[0].lastIndexOf('#')) : beyondLevel(name, own);
    return { command: withArgument(name, own) ?? { kind: 'invalid', word, argument: own }, rest };
  }
  return { command: { kind: 'unknown', word, nearest: nearest(word, names) }, rest: argument };
}

/** `#priority high We look into it`: what is more than a level begins the text, as it does after `#resolved`. */
function beyondLevel(name: Taking, argument: string): string {
  const [level = '', ...words] = argument.split(/\s+/);
  const rest = words.join(' ');
  if (name !== 'priority' || wordsOf(rest).length < minWordsBeyond) return '';
  const [short, whole] = [answeredLevel(level), answeredLevel(argument)];
  return short && short.value === whole?.value ? rest : '';
}

/** One that takes no argument. */
function simpleCommand(key: string): Command | null {
  const name = wordOf.get(key);
  if (name && isBare(name)) return { kind: name };
  const status = statusOf.get(key);
  return status ? { kind: 'status', value: status } : null;
}

/** `#not this ticket`, `#in attesa`: names of several words. */
function longCommand(word: string, argument: string): { command: Command; rest: string } | null {
  const ends = [...argument.slice(0, 80).matchAll(/\S+/g)]
    .slice(0, longestName - 1)
    .map(each => each.index + each[0].length);
  for (const end of ends.toReversed()) {
    const command = simpleCommand(phraseKey(`${word} ${argument.slice(0, end)}`));
    if (command) return { command, rest: argument.slice(end).trimStart() };
  }
  return null;
}

/** A text that is nothing but a command's name, politely said: it is not obeyed, for nobody said that it should be. */
function meantBy(text: string): ReadCommand[] {
  if (text.length > 80 || /[\n?>]/.test(text)) return [];
  const key = politelySaid(text);
  const word = text.trim();
  const known = simpleCommand(key) !== null;
  return known
    ? [{ command: { kind: 'unknown', word, nearest: key.replaceAll(' ', '-') }, words: word, marked: false }]
    : [];
}

/** Lines further down that would be commands at the top. */
function lateIn(text: string): ReadCommand[] {
  const lines = text.slice(0, maxScan).split('\n', maxLate.lines).map(plainLine);
  const marked = lines.flatMap(line => (/^#\p{L}/u.test(line) ? (readLine(line)?.commands ?? []) : []));
  return marked
    .filter(({ command: { kind } }) => kind !== 'unknown' && kind !== 'invalid')
    .slice(0, maxLate.commands)
    .map(({ words }) => ({ command: { kind: 'late', word: words.slice(1, 41) }, words, marked: true }));
}

type Taking = Exclude<Word, Bare>;

function withArgument(name: Taking, given: string): Command | null {
  // Who asks orders nothing. Of `low → high` the end counts.
  if (given.trimEnd().endsWith('?')) return null;
  const argument = withoutCourtesy(given.split(/(?:[-=]>|[→⇒])/).at(-1) ?? '');
  if (name === 'priority') {
    const level = answeredLevel(argument);
    return level && { kind: 'priority', value: level.value };
  }
  if (name === 'instance') {
    const value = namedInstance(argument);
    return value === null ? null : { kind: 'instance', value };
  }
  if (name === 'status') {
    const key = phraseKey(argument.slice(0, 40));
    const value = isNew.has(key) ? 'new' : statusOf.get(key);
    return value ? { kind: 'status', value } : null;
  }
  if (name === 'assign') {
    if (isMyself.has(phraseKey(argument))) return { kind: 'assign', to: 'me' };
    const to = toAddress(/[^\s<>()[\]",;:]+@[^\s<>()[\]",;:]+/.exec(argument.slice(0, 300))?.[0] ?? '');
    return to && { kind: 'assign', to };
  }
  const into = ticketNamed(argument);
  return into === null ? null : { kind: 'merge', into };
}

/** `PT-7`, `into #7`, `this into [PT-7] Portal down`: one ticket, by whatever hyphen. */
function ticketNamed(argument: string): number | null {
  const keys = [...argument.matchAll(/\bPT[-\s‐-―−]?(\d{1,12})\b/gi)];
  const [first = '', ...others] = argument.split(/\s+/);
  const named = isTowards.has(phraseKey(first)) ? others.join(' ') : argument;
  const [, digits] = keys.length === 1 ? keys[0]! : (/^\[?\s?#?(\d{1,12})\s?\]?\.?$/.exec(named.trim()) ?? []);
  return digits !== undefined && Number(digits) > 0 ? Number(digits) : null;
}

/** `Priority: high` and the like without `#` are commands only where the answer makes sense; else they are text. */
function readLabels(line: string): { commands: ReadCommand[]; rest: string } | null {
  const labelled = labelledLines([line]);
  const commands = labelled.flatMap(({ kind, answer, words }) => {
    if (kind === 'urgent' || kind === 'functions' || kind === 'users' || kind === 'centre') return [];
    const command = wordsOf(withoutCourtesy(answer)).length <= maxBareWords ? withArgument(kind, answer) : null;
    return command ? [{ command, words, marked: false }] : [];
  });
  return commands.length > 0 && commands.length === labelled.length ? { commands, rest: '' } : null;
}
