// Reads the head of a mail line by line, up to the first line that is no command.
import { plainLine } from '../fields/label.ts';
import { wordsOf } from '../fold.ts';
import type { Command, ReadCommand } from './command.ts';
import { politelySaid } from './courtesy.ts';
import { insideBelow, readInside } from './inside.ts';
import { maxBareWords, maxCommands, type ReadLine, readLine, simpleCommand } from './line.ts';
import { takesNothing } from './names.ts';

const maxScan = 64 * 1024;
/** How far down late commands are reported, and at most how many. */
const maxLate = { lines: 40, commands: 5 };

/** The commands, and the author's text without them. */
export function readCommands(text: string): { commands: ReadCommand[]; rest: string } {
  const { commands, rest } = readLeading(text);
  const below = commands.some(({ command: { kind } }) => kind === 'note' || kind === 'inside')
    ? null
    : insideBelow(rest);
  const others = [
    ...(commands.length === 0 && !below ? meantBy(rest) : []),
    ...(below ? [below] : []),
    ...lateIn(rest),
  ];
  return { commands: [...commands, ...others].slice(0, maxCommands), rest };
}

type Leading = { commands: ReadCommand[]; rest: string };

function readLeading(text: string): Leading {
  const commands: ReadCommand[] = [];
  /** The text of lines with an unknown command, which do not end the head. */
  const kept: string[] = [];
  const leading = (rest: string): Leading => ({ commands, rest: [...kept, rest].join('\n').trim() });
  let at = 0;
  while (at < Math.min(text.length, maxScan) && commands.length < maxCommands) {
    const newline = text.indexOf('\n', at);
    const end = newline === -1 ? text.length : newline;
    const [raw, line] = [text.slice(at, end), plainLine(text.slice(at, Math.min(end, at + 1000)))];
    const read = line === '' ? nothing : (readLine(line) ?? labelIn(line, text.slice(end)));
    if (!read) break;
    commands.push(...read.commands);
    const own = read.rest === '' ? '' : raw.slice(headLength(raw, read.rest)).trim();
    const last = read.commands.at(-1)?.command;
    if (last?.kind === 'unknown') kept.push(...besideUnknown(last, own, raw));
    else if (read.commands[0]?.command.kind === 'inside' && own !== '') return leading(text.slice(at));
    else if (own !== '') return leading(text.slice(at + headLength(raw, read.rest)));
    at = end + 1;
  }
  return leading(text.slice(at));
}

const nothing: ReadLine = { commands: [], rest: '' };

/** A label alone on its line belongs to the lines below it, if there are any. */
function labelIn(line: string, below: string): ReadLine | null {
  const inside = readInside(line);
  if (!inside) return null;
  return { commands: [inside.read], rest: inside.alone && below.trim() !== '' ? '' : line };
}

/** The author's text beside an unknown command, without words that may be the argument of the command meant. */
function besideUnknown({ nearest }: Extract<Command, { kind: 'unknown' }>, own: string, line: string): string[] {
  if (own === '') return [];
  if (nearest === null) return [line.trim()];
  return takesNothing(nearest) || wordsOf(own).length > maxBareWords ? [own] : [];
}

// The line was read without emphasis and cut at a length; this finds where the rest begins in the line as typed.
function headLength(line: string, rest: string): number {
  const [first = ''] = rest.split(/\s/, 1);
  const from = /[#＃]\S*\s+/.exec(line.slice(0, 300));
  const start = from && !first.startsWith('#') ? from.index + from[0].length : 0;
  const found = line.indexOf(first, start);
  // Emphasis before the word belongs to the author's text.
  return found < 0 ? start : found - (/[*_`]*$/.exec(line.slice(start, found))?.[0].length ?? 0);
}

/** A text that is only a command's name, without `#` and with courtesy: it is not carried out, the author is asked. */
function meantBy(text: string): ReadCommand[] {
  if (text.length > 80 || /[\n?>]/.test(text)) return [];
  const key = politelySaid(text);
  const word = text.trim();
  const known = simpleCommand(key) !== null;
  return known
    ? [{ command: { kind: 'unknown', word, nearest: key.replaceAll(' ', '-') }, words: word, marked: false }]
    : [];
}

/** Lines below the head that would be commands in it. */
function lateIn(text: string): ReadCommand[] {
  const lines = text.slice(0, maxScan).split('\n', maxLate.lines).map(plainLine);
  const marked = lines.flatMap(line => (/^#\p{L}/u.test(line) ? (readLine(line)?.commands ?? []) : []));
  return marked
    .filter(({ command: { kind } }) => kind !== 'unknown' && kind !== 'invalid')
    .slice(0, maxLate.commands)
    .map(({ words }) => ({ command: { kind: 'late', word: words.slice(1, 41) }, words, marked: true }));
}
