// Reads one line at the head of a mail: its commands, and the text after them.
import { labelledLines } from '../fields/form.ts';
import { answeredLevel } from '../fields/level.ts';
import { wordsOf } from '../fold.ts';
import { andAlso } from '../words/and-also.ts';
import { anyOf } from '../words/phrases.ts';
import { withArgument } from './argument.ts';
import type { Command, ReadCommand } from './command.ts';
import { isOnlyObject, withoutCourtesy } from './courtesy.ts';
import { commandNamed, isBare, isName, levelNamed, nearestName, statusNamed, type Taking } from './names.ts';

export const maxCommands = 20;
// A longer answer after a bare label is the author's text: `Priority: high because nobody can log in`.
export const maxBareWords = 4;
const longestName = 5;
// With fewer words beyond the level the argument is only the level: `1 - urgent`, `high (business down)`.
const minWordsBeyond = 3;

/** Finds the next command on the line; the first group is its name. */
const nextMark = new RegExp(`[\\s,;&+]+(?:${anyOf(andAlso)}\\s+)?#(\\p{L}[\\p{L}\\p{M}\\p{N}_-]{0,40})`, 'giu');

/** `rest` is the author's text on the line, and the next command's argument where it was not read. */
export type ReadLine = Readonly<{ commands: ReadCommand[]; rest: string }>;

export function readLine(line: string): ReadLine | null {
  if (!/^#\p{L}/u.test(line)) return readLabels(line);
  const commands: ReadCommand[] = [];
  let rest = line;
  while (/^#\p{L}/u.test(rest) && commands.length < maxCommands) {
    const read = readMarked(rest);
    if (!read) break;
    const words = rest.slice(0, rest.length - read.rest.length).trim();
    commands.push({ command: read.command, words, marked: true });
    // `#4711-b is done`: a word unlike every command may be the author's own sign.
    if (read.command.kind === 'unknown' && read.command.nearest === null && read.rest !== '') break;
    rest = withoutAnd(read.rest);
  }
  return commands.length === 0 ? null : { commands, rest: isOnlyObject(rest) ? '' : rest };
}

/** Drops the `and` of `#pending and #priority low`. */
function withoutAnd(rest: string): string {
  const [next] = nextMarks(` ${rest}`);
  return next?.index === 0 ? rest.slice(next[0].lastIndexOf('#') - 1) : rest;
}

/** All marks of commands within a line. */
const nextMarks = (text: string, is: (word: string) => boolean = isName): RegExpExecArray[] =>
  [...text.matchAll(nextMark)].filter(([, word = '']) => is(word));

/** A misspelt one, too. A short word, or one with digits such as `#PT-7`, is near to too much. */
const isNearName = (word: string): boolean =>
  isName(word) || (/^[\p{L}\p{M}-]{4,}$/u.test(word) && nearestName(word) !== null);

function readMarked(line: string): { command: Command; rest: string } | null {
  // An apostrophe stands for the accent where a keyboard has none: `#priorita' alta`.
  const [, word, argument] =
    /^#(\p{L}[\p{L}\p{M}\p{N}_-]{0,40})['’´]?(?:[:=](?=[\p{L}\p{N}])|[:=!.,;]?(?=\s|$))\s*(.*)$/u.exec(line) ?? [];
  if (word !== undefined && argument !== undefined) return hashCommand(word, argument);
  // `#resolved?` and `#resolved#close` are not carried out, but the author is told.
  const [, start = '', rest = ''] = /^#(\p{L}{1,40})\S*\s*(.*)$/u.exec(line) ?? [];
  const meant = nearestName(start);
  return meant === null ? null : { command: { kind: 'unknown', word: start, nearest: meant }, rest };
}

/** Words after a command that takes none are the author's text: `#resolved Thank you!` */
function hashCommand(word: string, argument: string): { command: Command; rest: string } {
  const long = longCommand(word, argument);
  if (long) return long;
  const name = commandNamed(word);
  const level = levelNamed(word);
  const simple = simpleCommand(word) ?? (level && { kind: 'priority' as const, value: level });
  if (simple) return { command: simple, rest: argument };
  if (name && !isBare(name)) {
    // The name of a centre may have a number sign; all other arguments end at one.
    const [next] = nextMarks(argument, name === 'instance' ? isName : isNearName);
    const own = next ? argument.slice(0, next.index) : argument;
    const rest = next ? argument.slice(next.index + next[0].lastIndexOf('#')) : beyondLevel(name, own);
    return { command: withArgument(name, own) ?? { kind: 'invalid', word, argument: own }, rest };
  }
  return { command: { kind: 'unknown', word, nearest: nearestName(word) }, rest: argument };
}

/** The text after a level: in `#priority high We look into it` it begins with `We`. */
function beyondLevel(name: Taking, argument: string): string {
  const [level = '', ...words] = argument.split(/\s+/);
  const rest = words.join(' ');
  if (name !== 'priority' || wordsOf(rest).length < minWordsBeyond) return '';
  const [short, whole] = [answeredLevel(level), answeredLevel(argument)];
  return short && short.value === whole?.value ? rest : '';
}

/** A command without an argument. */
export function simpleCommand(words: string): Command | null {
  const name = commandNamed(words);
  if (name && isBare(name)) return { kind: name };
  const status = statusNamed(words);
  return status ? { kind: 'status', value: status } : null;
}

/** Commands with names of several words: `#not this ticket`, `#in attesa`. */
function longCommand(word: string, argument: string): { command: Command; rest: string } | null {
  const ends = [...argument.slice(0, 80).matchAll(/\S+/g)]
    .slice(0, longestName - 1)
    .map(each => each.index + each[0].length);
  for (const end of ends.toReversed()) {
    const command = simpleCommand(`${word} ${argument.slice(0, end)}`);
    if (command) return { command, rest: argument.slice(end).trimStart() };
  }
  return null;
}

/** Labels such as `Priority: high` are commands only where the answer makes sense; else they are text. */
function readLabels(line: string): { commands: ReadCommand[]; rest: string } | null {
  const labelled = labelledLines([line]);
  const commands = labelled.flatMap(({ kind, answer, words }) => {
    if (kind === 'urgent' || kind === 'functions' || kind === 'users' || kind === 'centre') return [];
    const command = wordsOf(withoutCourtesy(answer)).length <= maxBareWords ? withArgument(kind, answer) : null;
    return command ? [{ command, words, marked: false }] : [];
  });
  return commands.length > 0 && commands.length === labelled.length ? { commands, rest: '' } : null;
}
