// A form as people fill it in: labels with their answers beside them, below them, in boxes, or in a table.
import { wordsOf } from '../fold.ts';
import { crossedLine, hasBox, isOption } from './boxes.ts';
import { shareIn } from './impact.ts';
import {
  chosen,
  isCentreName,
  kindNamed,
  type LabelKind,
  type Labelled,
  mayOpenWithLabel,
  type Pair,
  pairsIn,
} from './label.ts';
import { answeredLevel, saysNo, saysYes } from './level.ts';

const maxOptions = 12;
const maxBelowWords = 6;

/** Pairs whose first label opens a line of `lines`, as `plainLines` gives them, and those behind a sentence if wanted. */
export function labelledLines(lines: readonly string[], also?: 'behind sentences'): Labelled[] {
  const found: Labelled[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at]!.replace(/^#+\s*/, '');
    const table = line.includes('\t') || line.includes('|') ? headedTable(lines, at) : null;
    if (!table && !mayOpenWithLabel(line)) {
      if (also === 'behind sentences') found.push(...behindSentence(line));
      continue;
    }
    if (table) {
      found.push(...table.pairs);
      at = table.last;
      continue;
    }
    const pairs = pairsIn(line, 'text');
    const asked = pairs.length === 0 ? questionAt(line) : null;
    if (asked) found.push(...completed(asked, lines, at));
    else if (pairs[0]?.at === 0) found.push(...pairs.flatMap(pair => completed(pair, lines, at)));
  }
  return found;
}

/** `Nothing opens. Instance: tt_x`: a label of two kinds may follow a sentence on its line. */
const behindSentence = (line: string): Pair[] =>
  /[.!?;]\s+\p{Lu}[^:=]{2,40}[:=]/u.test(line)
    ? pairsIn(line, 'text').filter(
        ({ kind, at }) => (kind === 'priority' || kind === 'instance') && /[.!?;]\s+$/.test(line.slice(0, at)),
      )
    : [];

/** A label alone on its line, without a colon, is a question if boxes follow. */
function questionAt(line: string): Pair | null {
  const kind = line.length <= 60 && !/[.!]$/.test(line) ? kindNamed(line.replace(/\?$/, '')) : null;
  return kind && { kind, at: 0, answer: '', words: line, from: 'text' };
}

/** The pair with its answer from the lines below, where its own line has none. */
function completed(pair: Pair, lines: readonly string[], at: number): Labelled[] {
  const boxed = boxesBelow(pair, lines, at) ?? columnsBelow(lines, at, pair) ?? crossesBelow(lines, at, pair);
  if (boxed !== null) {
    const answer = chosen(pair.kind, boxed);
    return [
      { ...pair, answer, words: answer === '' ? pair.words : `${pair.words.split(/[:\t]/)[0]!.trim()}: ${answer}` },
    ];
  }
  if (pair.answer !== '' || hasBox(lines[at]!)) return [pair];
  // Without a separator it counts only with boxes.
  if (!/[:=|\t]/.test(lines[at]!)) return [];
  const below = answerBelow(pair.kind, lines, at);
  return [below === '' ? pair : { ...pair, answer: below, below: true }];
}

/** Boxes below the label, one a line; the first may stand beside the label. */
function boxesBelow(pair: Pair, lines: readonly string[], at: number): string | null {
  const own = lines[at]!.slice(lines[at]!.search(/[:\t]/) + 1);
  const options: string[] = hasBox(own) ? [own] : [];
  if (pair.answer !== '' && options.length === 0) return null;
  let blanks = 0;
  for (const line of lines.slice(at + 1, at + 1 + 2 * maxOptions)) {
    if (line === '') blanks += 1;
    else if (isOption(line) && pairsIn(line, 'text')[0]?.at !== 0) {
      options.push(line);
      blanks = 0;
    } else break;
    if (blanks > 1 || options.length > maxOptions) break;
  }
  return options.length > (hasBox(own) ? 1 : 0) ? options.join(' ') : null;
}

/** Options one a line, of which some have a cross beside them, turned into boxes. */
function crossesBelow(lines: readonly string[], at: number, pair: Pair): string | null {
  if (pair.answer !== '' || !['priority', 'functions', 'users'].includes(pair.kind)) return null;
  const rows: string[] = [];
  let isCrossed = false;
  for (const line of lines.slice(at + 1, at + 1 + 2 * maxOptions).filter(each => each !== '')) {
    const crossed = crossedLine(line);
    if (!isValue(pair.kind, crossed ?? line)) break;
    isCrossed ||= crossed !== null;
    rows.push(crossed === null ? `[ ] ${line}` : `[x] ${crossed}`);
  }
  return isCrossed && rows.length > 1 && rows.length <= maxOptions ? rows.join(' ') : null;
}

const isMark = (cell: string): boolean => /^[\s[(]*[xX×✓✔☑☒✅■][\s\])]*$/u.test(cell) || saysYes(cell);
const isUnmarked = (cell: string): boolean => cell.trim() === '' || saysNo(cell) || /^[\s[(\])☐□_-]*$/u.test(cell);

/** Options as rows of a table, with a mark or yes and no beside them, turned into boxes. */
function columnsBelow(lines: readonly string[], at: number, pair: Pair): string | null {
  const [, ...heads] = cellsOf(lines[at]!);
  const yes = heads.findIndex(saysYes);
  if (pair.answer !== '' && yes < 0) return null;
  const rows: string[] = [];
  let tabbed = false;
  for (const line of lines.slice(at + 1, at + 1 + maxOptions)) {
    const [option = '', ...cells] = cellsOf(line);
    const isRow = cells.length > 0 || isValue(pair.kind, option);
    if (option === '' || !isRow || !cells.every(cell => isMark(cell) || isUnmarked(cell))) break;
    tabbed ||= cells.length > 0;
    const marked = yes < 0 ? cells.some(isMark) : isMark(cells[yes] ?? '');
    rows.push(`${marked ? '[x]' : '[ ]'} ${option}`);
  }
  return tabbed && rows.length > 1 ? rows.join(' ') : null;
}

const cellsOf = (line: string): string[] =>
  line.split(line.includes('\t') ? '\t' : '|', maxOptions).map(cell => cell.trim());

const headNamed = (cell: string): LabelKind | null => {
  const kind = kindNamed(cell);
  return kind === 'urgent' ? null : kind;
};

/** A row of labels and below it the row of their answers. */
function headedTable(lines: readonly string[], at: number): { pairs: Labelled[]; last: number } | null {
  // `Urgent` beside `Severity` is its answer.
  const heads = cellsOf(lines[at]!).map(cell => headNamed(cell.replace(/:$/, '')));
  if (heads.filter(kind => kind !== null).length < 2) return null;
  const next = [at + 1, at + 2].find(row => /[\p{L}\p{N}]/u.test(lines[row] ?? ''));
  if (next === undefined || !/[\t|]/.test(lines[next]!)) return null;
  const cells = cellsOf(lines[next]!);
  if (cells.some(cell => kindNamed(cell) !== null && cell.endsWith(':'))) return null;
  const pairs = heads.flatMap((kind, column): Labelled[] => {
    const answer = cells[column] ?? '';
    const words = `${cellsOf(lines[at]!)[column]}: ${answer}`.slice(0, 120);
    return kind === null ? [] : [{ kind, answer: chosen(kind, answer), words, from: 'text' }];
  });
  return { pairs, last: next };
}

/** The next line, if it is a value that fits the label, and not the first of a list of options. */
function answerBelow(kind: LabelKind, lines: readonly string[], at: number): string {
  const rest = lines.slice(at + 1, at + 5).filter(line => line !== '');
  const [next = '', after = ''] = rest;
  if (wordsOf(next).length > maxBelowWords || !lines.slice(at + 1, at + 3).includes(next)) return '';
  if (pairsIn(next, 'text').length > 0 || !isValue(kind, next)) return '';
  return (kind === 'priority' || kind === 'functions' || kind === 'users') && isValue(kind, after) ? '' : next;
}

function isValue(kind: LabelKind, line: string): boolean {
  const words = wordsOf(line).length;
  if (kind === 'priority') return words <= 3 && answeredLevel(line) !== null;
  if (kind === 'functions' || kind === 'users') return words <= 4 && words > 0 && shareIn(line) !== null;
  if (kind === 'urgent') return words <= 3 && (saysYes(line) || saysNo(line));
  if (kind === 'instance' || kind === 'centre')
    return isCentreName(line) || (words <= 3 && words > 0 && /\d|_/.test(line));
  return words > 0 && words <= 3;
}
