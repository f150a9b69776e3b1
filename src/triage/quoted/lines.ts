// A text as lines, each with the values that the rules need, computed once so that every rule is linear.

import { unseen } from '../../mail/unseen.ts';
import { uuBlocksIn } from '../../mail/uu-block.ts';

/** `raw` is the line as received. `clean` is for comparing: at most 1000 characters, without invisible ones. */
export type TextLine = Readonly<{
  raw: string;
  clean: string;
  blank: boolean;
  /** The number of `>` at its beginning. */
  depth: number;
  /** `clean` without those `>`. */
  body: string;
  /** Within a fenced block of code or a uuencoded file, where no line is a quote. */
  fenced: boolean;
}>;

const maxScanned = 1000;
const maxDepth = 100;
const spaces = /[\t\u00a0\u2000-\u200a\u202f\u3000]/g;
// How GroupWise introduces the mail it quotes, unmarked: `>>> Anna <anna@clinic.example> 05.03.24 9.41 Uhr >>>`.
const pointed = /^>>> [^>]{0,200}<[^\s<>@]{1,100}@[^\s<>@]{1,100}>.{0,200}(?: >>>|:)$/u;
const entities: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&nbsp;': ' ' };

export function readLines(text: string): TextLine[] {
  const raws = text.split(/\r\n|\n|\r/);
  const fenced = findFences(raws);
  for (const { from, to } of uuBlocksIn(raws)) fenced.fill(true, from, to);
  return raws.map((raw, at) => readLine(raw, fenced[at] === true));
}

export function readLine(raw: string, fenced = false): TextLine {
  const clean = raw
    .slice(0, maxScanned)
    .replace(unseen, '')
    .replace(spaces, ' ')
    .replace(/&(?:lt|gt|quot|nbsp);/g, entity => entities[entity] ?? entity)
    .replace(/[\u0660-\u0669\u06f0-\u06f9]/g, digit => String((digit.codePointAt(0) ?? 0) & 15))
    .trim();
  // Four spaces and more are an indented block of code, where `>` is a prompt.
  const indented = /^(?: {4}|\t)/.test(raw);
  const { depth, body } =
    fenced || indented || raw.startsWith('&gt;') || pointed.test(clean)
      ? { depth: 0, body: clean }
      : readQuoteMarks(clean);
  return { raw, clean, blank: clean === '' && raw.trim().length <= maxScanned, depth, body, fenced };
}

function readQuoteMarks(clean: string): { depth: number; body: string } {
  let depth = 0;
  let at = 0;
  while (depth < maxDepth && clean[at] === '>') {
    depth += 1;
    at += 1;
    if (clean[at] === ' ' && clean[at + 1] === '>') at += 1;
  }
  return { depth, body: clean.slice(at).trim() };
}

/** Marks the lines from an opening fence to its closing one. A fence that is never closed marks nothing. */
function findFences(raws: readonly string[]): boolean[] {
  const fenced = new Array<boolean>(raws.length).fill(false);
  let open: { at: number; mark: string } | null = null;
  for (const [at, raw] of raws.entries()) {
    const mark = /^ {0,3}(```|~~~)/.exec(raw)?.[1];
    if (mark === undefined) continue;
    if (open === null) open = { at, mark };
    else if (open.mark === mark) {
      fenced.fill(true, open.at, at + 1);
      open = null;
    }
  }
  return fenced;
}

/** The first line at or after `at` that is not blank, or the number of lines. */
export function nextInked(lines: readonly TextLine[], at: number): number {
  let next = at;
  while (next < lines.length && lines[next]!.blank) next += 1;
  return next;
}

/** A line of nothing but a rule: dashes, underscores, equals signs, stars. */
export const isRule = (line: TextLine): boolean => /^(?:[-‐-―_=~*─━•·⸻] ?){2,}$/u.test(line.clean.slice(0, 200));

/** Dashes, stars and quotation marks around a line, as bold text and dividers leave them. */
export const unframed = (text: string): string => {
  let from = 0;
  let to = text.length;
  while (from < to && frame.test(text[from]!)) from += 1;
  while (to > from && frame.test(text[to - 1]!)) to -= 1;
  return text.slice(from, to);
};
const frame = /[-\s‐-―_=~*#>|─━"“”«»]/u;
