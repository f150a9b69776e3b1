// Commands at the head of a mail: `#resolved`, `#assign ana@x.example`, `Priority: high`.
//
// Only the leading lines are read, up to the first that is none, so that no sentence further down
// ever acts. Nothing is carried out here, and whether the author may is not asked here either.
import { type Address, toAddress } from '../mail/address.ts';
import { fold, phraseKey, wordsOf } from './fold.ts';
import { namedInstance } from './instance.ts';
import { labelledLines, plainLine } from './label.ts';
import { answeredLevel, type Priority, wholeLevel } from './level.ts';
import { commandWords, phrasesOf, statusWords } from './words.ts';

export type CommandStatus = keyof typeof statusWords;
export type Command =
  | { kind: 'priority'; value: Priority }
  | { kind: 'instance'; value: string }
  | { kind: 'status'; value: CommandStatus }
  | { kind: 'assign'; to: Address }
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

const wordOf = new Map<string, Word>();
const statusOf = new Map<string, CommandStatus>();
for (const [word, phrases] of Object.entries(commandWords)) {
  for (const phrase of phrasesOf(phrases)) wordOf.set(phraseKey(phrase), word as Word);
}
for (const [status, phrases] of Object.entries(statusWords)) {
  for (const phrase of phrasesOf(phrases)) statusOf.set(phraseKey(phrase), status as CommandStatus);
}
const names = [...wordOf.keys(), ...statusOf.keys()].map(name => name.replaceAll(' ', '-'));

/** The commands, and the text from the first line on that is none. */
export function readCommands(text: string): { commands: ReadCommand[]; rest: string } {
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
      if (read.rest !== '') return { commands, rest: text.slice(at + headLength(text.slice(at, end))).trim() };
    }
    at = end + 1;
  }
  return { commands, rest: text.slice(at).trim() };
}

// The line was read without emphasis and only so far; the author's text goes on as it was typed.
function headLength(line: string): number {
  const head = /[#＃]\S*\s+/.exec(line.slice(0, 300));
  return head ? head.index + head[0].length : 0;
}

function readLine(line: string): { commands: ReadCommand[]; rest: string } | null {
  const [, word, argument] = /^#(\p{L}[\p{L}\p{M}\p{N}_-]{0,40})[:=!.,;]?(?=\s|$)\s*(.*)$/u.exec(line) ?? [];
  if (word === undefined || argument === undefined) return readLabels(line);
  const { command, rest } = hashCommand(word, argument);
  return { commands: [{ command, words: line.slice(0, line.length - rest.length).trim(), marked: true }], rest };
}

/** Words after a command that takes none are the author's text: `#resolved Thank you!` */
function hashCommand(word: string, argument: string): { command: Command; rest: string } {
  const key = phraseKey(word.replaceAll('_', '-'));
  const name = wordOf.get(key);
  const status = statusOf.get(key);
  const level = wholeLevel(word, 'tag');
  if (name && isBare(name)) return { command: { kind: name }, rest: argument };
  if (name) return { command: withArgument(name, argument) ?? { kind: 'invalid', word, argument }, rest: '' };
  if (status) return { command: { kind: 'status', value: status }, rest: argument };
  if (level) return { command: { kind: 'priority', value: level }, rest: argument };
  return { command: { kind: 'unknown', word, nearest: nearest(word) }, rest: argument };
}

type Taking = Exclude<Word, Bare>;

function withArgument(name: Taking, argument: string): Command | null {
  if (name === 'priority') {
    const level = answeredLevel(argument);
    return level && { kind: 'priority', value: level.value };
  }
  if (name === 'instance') {
    const value = namedInstance(argument);
    return value === null ? null : { kind: 'instance', value };
  }
  if (name === 'status') {
    const value = statusOf.get(phraseKey(argument.slice(0, 40)));
    return value ? { kind: 'status', value } : null;
  }
  if (name === 'assign') {
    const to = toAddress(/[^\s<>()[\]",;:]+@[^\s<>()[\]",;:]+/.exec(argument.slice(0, 300))?.[0] ?? '');
    return to && { kind: 'assign', to };
  }
  const into = /^\[?\s?(?:PT-|#)?(\d{1,12})\s?\]?\.?$/i.exec(argument.trim())?.[1];
  return into !== undefined && Number(into) > 0 ? { kind: 'merge', into: Number(into) } : null;
}

/** `Priority: high` and the like without `#` are commands only where the answer makes sense; else they are text. */
function readLabels(line: string): { commands: ReadCommand[]; rest: string } | null {
  const labelled = labelledLines([line]);
  const commands = labelled.flatMap(({ kind, answer, words }) => {
    if (kind === 'urgent' || kind === 'functions' || kind === 'users' || kind === 'centre') return [];
    const command = wordsOf(answer).length <= maxBareWords ? withArgument(kind, answer) : null;
    return command ? [{ command, words, marked: false }] : [];
  });
  return commands.length > 0 && commands.length === labelled.length ? { commands, rest: '' } : null;
}

/** Within one slip in three letters; further off, a guess is worse than none. */
function nearest(word: string): string | null {
  const typed = fold(word).slice(0, 40);
  const distances = names.map(name => ({ name, distance: editDistance(typed, name) }));
  const { name, distance } = distances.reduce((best, next) => (next.distance < best.distance ? next : best));
  return distance <= Math.max(1, Math.ceil(typed.length / 3)) ? name : null;
}

/** Insertions, deletions and replacements between two short words (Levenshtein). */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, n) => n);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (letter === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
