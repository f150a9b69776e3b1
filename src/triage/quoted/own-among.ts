// The author's words within our own mail that they answer, where no mark of quoting tells the two apart: found by
// comparing with the words of that mail.
//
// In doubt nothing changes: most of what stands around the author's words has to be ours, word by word.
import { wordsOf } from '../fold.ts';
import { boundaryAt } from './boundary.ts';
import { headerLabelOf } from './header-block.ts';
import { readLine } from './lines.ts';
import type { SplitText } from './split.ts';

const maxLines = 600;
const maxOurs = 60_000;
/** Text and quoted text together: a longer one holds more than our mail and an answer, and would cost seconds. */
const maxText = 80_000;
const minLines = 3;
const minWords = 15;

/** The mail split anew, or null where nothing of the author is among our words. `ours`: our mail as text. */
export function ownAmong(found: SplitText, ours: string): SplitText | null {
  if (found.text.length + (found.quoted ?? '').length > maxText) return null;
  const text = found.text.split('\n');
  const quoted = (found.quoted ?? '').split('\n');
  if (text.length > maxLines || quoted.length > maxLines) return null;
  const own = new OurWords(ours.slice(0, maxOurs));
  const [inText, inQuoted] = [partedBy(own, text), partedBy(own, quoted)];
  const pieces = inQuoted === null ? [] : piecesOf(inQuoted);
  if (inText === null && pieces.length === 0) return null;
  const above = inText === null ? found.text : linesOf(inText, text);
  const left = inText === null ? [] : text.filter((_, at) => inText[at]?.ours !== undefined);
  return {
    cuts: found.cuts,
    text: [above.trimEnd(), ...pieces].filter(piece => piece !== '').join('\n\n'),
    quoted: [...left, ...(found.quoted === null ? [] : quoted)].join('\n'),
  };
}

/** A line within our mail: what of it is ours, and what is the author's. */
type Parted = Readonly<{ ours?: string; own?: string }>;

class OurWords {
  readonly #all: string;
  readonly #lines = new Set<string>();
  readonly #lineEnds = new Set<number>();
  #at = 0;

  constructor(ours: string) {
    let all = ' ';
    for (const line of ours.split('\n')) {
      const key = keyOf(line);
      if (key === '') continue;
      this.#lines.add(key);
      all += `${key} `;
      this.#lineEnds.add(all.length - 1);
    }
    this.#all = all;
  }

  /** Whether the words are ours: a line of ours, the words after those read last, or three and more in their order. */
  has(key: string): boolean {
    const goesOn = this.#all.startsWith(`${key} `, this.#at + 1);
    if (!goesOn && !this.#lines.has(key) && key.split(' ').length < minLines) return false;
    const at = goesOn ? this.#at : this.#all.indexOf(` ${key} `);
    if (at >= 0) this.#at = at + key.length + 1;
    return at >= 0;
  }

  /** How many of the words at the beginning are a line of ours, or the end of one. */
  lengthOfLine(words: readonly string[]): number {
    for (let length = words.length - 1; length > 1; length -= 1) {
      const key = words.slice(0, length).join(' ');
      const at = this.#all.startsWith(`${key} `, this.#at + 1)
        ? this.#at
        : length < minLines
          ? -1
          : this.#all.indexOf(` ${key} `);
      if (!this.#lines.has(key) && !(at >= 0 && this.#lineEnds.has(at + key.length + 1))) continue;
      this.has(key);
      return length;
    }
    return 0;
  }
}

/** Links and marks of pictures differ from one mail program to another. */
const plain = (line: string): string =>
  readLine(line).body.replace(/[<[(]?\b(?:https?|mailto|cid|image|tel):[^\s>\])]*[>\])]?/gi, ' ');
const keyOf = (line: string): string => wordsOf(plain(line)).join(' ');

/** Each line from the first to the last that is ours; null where they are too few. */
function partedBy(own: OurWords, lines: readonly string[]): Parted[] | null {
  const parted = lines.map(line => partOf(own, line));
  const isOurs = ({ ours }: Parted) => ours !== undefined && keyOf(ours) !== '';
  const [first, last] = [parted.findIndex(isOurs), parted.findLastIndex(isOurs)];
  const known = parted.flatMap(({ ours }) => (ours === undefined ? [] : wordsOf(ours)));
  if (parted.filter(isOurs).length < minLines || known.length < minWords) return null;
  return parted.map((part, at) => (at < first || at > last ? {} : part));
}

function partOf(own: OurWords, line: string): Parted {
  const key = keyOf(line);
  if (key === '') return /^[\p{P}\s|>]*[\p{P}|][\p{P}\s|>]*$/u.test(line) ? { ours: line } : {};
  if (own.has(key)) return { ours: line };
  const shown = plain(line).trim();
  const length = own.lengthOfLine(key.split(' '));
  if (length === 0) return headerLabelOf(shown) === null && /\p{L}|\d/u.test(shown) ? { own: shown } : {};
  const end = endOfWord(shown, length);
  return { ours: shown.slice(0, end), own: shown.slice(end).trim() };
}

/** Where the punctuation behind the n-th word ends. */
function endOfWord(text: string, n: number): number {
  let seen = 0;
  for (const { index, 0: run } of text.matchAll(/[\p{L}\p{M}\p{N}]+[^\p{L}\p{M}\p{N}]*/gu)) {
    // A word with an apostrophe in it counts as two in both.
    seen += 1;
    if (seen === n) return index + run.length;
  }
  return text.length;
}

const asks = /[?？:：;]\s*$/;

/** The author's words, each below the line of ours that it answers. */
function piecesOf(parted: readonly Parted[]): string[] {
  const pieces: string[] = [];
  let question = '';
  let piece: string[] = [];
  const close = () => {
    if (piece.length > 0) pieces.push([...(asks.test(question) ? [`> ${question}`] : []), ...piece].join('\n'));
    piece = [];
  };
  for (const { ours, own } of parted) {
    if (ours !== undefined) {
      close();
      question = readLine(ours).body.trim();
    }
    if (own !== undefined && own !== '') piece.push(own);
  }
  close();
  return pieces;
}

/** The text without our lines and what introduces them; the author's words keep the line of ours that they answer. */
function linesOf(parted: readonly Parted[], lines: readonly string[]): string {
  const introduced = introductionTo(
    parted.findIndex(({ ours }) => ours !== undefined),
    lines,
  );
  const kept = lines.map((line, at) => {
    const { ours, own } = parted[at] ?? {};
    if (introduced(at)) return null;
    if (ours === undefined) return line;
    const isAnswered = own !== undefined || (asks.test(ours) && parted[at + 1]?.own !== undefined);
    return isAnswered ? `> ${ours.trim()}${own ? `\n${own}` : ''}` : null;
  });
  return kept
    .filter(line => line !== null)
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

const maxIntroduction = 12;

/** Which lines are the header or attribution right above our first line. */
function introductionTo(first: number, raw: readonly string[]): (at: number) => boolean {
  const lines = raw.slice(0, first).map(line => readLine(line));
  for (let at = Math.max(0, first - maxIntroduction); at < first; at += 1) {
    const body = boundaryAt(lines, at)?.body ?? first + 1;
    if (lines.slice(body).every(({ blank }) => blank) && body <= first) return n => n >= at && n < first;
  }
  return () => false;
}
