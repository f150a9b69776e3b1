// Labels by which an agent marks a mail as for colleagues only: `Internal note: …`, `[internal]`, `/note`, `# note`.
//
// A sent note cannot be recalled and a kept one can still be sent, so every form that a careful reader takes for
// "not for the customer" counts. `Note that …` is a sentence and no label.
import { plainLine } from '../fields/label.ts';
import { phraseKey } from '../fold.ts';
import { insideLabels, noteLabels } from '../words/internal-notes.ts';
import { keysOf } from '../words/phrases.ts';
import type { ReadCommand } from './command.ts';

const isInside = keysOf(insideLabels);
const atHead = keysOf(insideLabels, noteLabels);
const maxLines = 40;
const maxLabel = 60;
const maxLabelWords = 7;

/** `alone`: the line has no other text. */
type Inside = Readonly<{ read: ReadCommand; alone: boolean }>;

/** The label in the first line of a mail, which comes from `plainLine`. */
export const readInside = (line: string): Inside | null => labelOf(line, atHead, true);

/** An unmistakable label on one of the first lines below the head. */
export function insideBelow(text: string): ReadCommand | null {
  for (const line of text.slice(0, 16_384).split('\n', maxLines)) {
    const found = labelOf(plainLine(line), isInside, false);
    if (found) return found.read;
  }
  return null;
}

function labelOf(line: string, labels: ReadonlySet<string>, head: boolean): Inside | null {
  const inFrame = framed(line);
  const [label, rest] = inFrame ??
    marked(line, labels, head) ??
    beforeColon(line) ?? [line.replace(/[\s=~#_–—-]{1,40}$/u, ''), ''];
  if (label.length > maxLabel || !(inFrame ? atHead : labels).has(phraseKey(label.replace(/[()[\]]/g, ' '))))
    return null;
  // `Note` on a line of its own heads the mail; a question such as `Internal?` does not.
  if (/[?？]\s*$/.test(line) && rest === '') return null;
  return {
    read: { command: { kind: 'inside' }, words: line.slice(0, 100).trim(), marked: false },
    alone: !/[\p{L}\p{N}]/u.test(rest),
  };
}

/** `[internal] text`, `(note interne) text`, `--- internal note ---`, `== intern ==`. */
function framed(line: string): [label: string, rest: string] | null {
  const [, label, rest] =
    /^[[({<【«]{1,3}\s*([^\]()[{}<>】«»]{2,60}?)\s*[\])}>】»]{1,3}[\s:：–—-]*(.*)$/u.exec(line) ?? [];
  if (label !== undefined && rest !== undefined) return [label, rest];
  const [, ruled] = /^[-=~#_–—]{2,40}\s*([^-=~#_–—]{2,60}?)\s*[-=~#_–—]{0,40}$/u.exec(line) ?? [];
  return ruled === undefined ? null : [ruled, ''];
}

/** `/note call her`, `# note: call her`, `!internal`: with a mark the word is a command, with any text after it. */
function marked(line: string, labels: ReadonlySet<string>, head: boolean): [label: string, rest: string] | null {
  const [, text] = /^(?:[/\\!@]{1,2}|[#＃]{1,6})\s{0,3}(\p{L}.*)$/u.exec(line.slice(0, 300)) ?? [];
  if (text === undefined || !head) return null;
  const ends = [...text.slice(0, maxLabel).matchAll(/[\p{L}\p{N}'’]+/gu)].slice(0, maxLabelWords);
  for (const end of ends.toReversed()) {
    const to = end.index + end[0].length;
    if (labels.has(phraseKey(text.slice(0, to)))) return [text.slice(0, to), text.slice(to)];
  }
  return null;
}

/** `Internal note: text`, `Nota interna – text`, `Note (internal): text`. */
function beforeColon(line: string): [label: string, rest: string] | null {
  const [, label, rest] = /^([^:：–—]{2,60}?)\s*(?:[:：]|\s[-–—]+\s|[–—])\s*(.*)$/u.exec(line.slice(0, 300)) ?? [];
  return label !== undefined && rest !== undefined ? [label, rest] : null;
}
