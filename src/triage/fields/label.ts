// Finds `Label: answer` pairs in a subject and at the start of the author's lines.
//
// People fill in such lines by hand, in forms pasted from elsewhere, in bold, as tables that came
// through HTML, several to a line. Every scan is bounded: a mail may be made of nothing but labels.

import { unseen } from '../../mail/unseen.ts';
import { phraseKey, wordsOf } from '../fold.ts';
import { labelNoise } from '../words/label-noise.ts';
import { labels } from '../words/labels.ts';
import { keysOf, meaningsOf } from '../words/phrases.ts';

export type LabelKind = keyof typeof labels;
/** `words` is the pair as it stood, short enough to be told back. */
export type Labelled = Readonly<{ kind: LabelKind; answer: string; words: string; from: 'subject' | 'text' }>;

const maxLines = 400;
const maxLine = 300;
const maxScan = 64 * 1024;
const longestLabel = 5;

const isNoise = keysOf(labelNoise);
const labelKey = (phrase: string): string =>
  wordsOf(phrase)
    .filter(word => !isNoise.has(word))
    .join(' ');

const kindOf = meaningsOf(labels, labelKey);

const openings = new Set([...kindOf.keys()].map(key => key.split(' ', 1)[0]!));
/** Far cheaper than to look for the label before each separator. */
function mayOpenWithLabel(line: string): boolean {
  const [first = ''] = wordsOf(/^[\p{L}\p{N}]+/u.exec(line)?.[0] ?? '');
  return openings.has(first) || isNoise.has(first);
}

/** The author's first lines, each without emphasis, bullets and invisible characters; empty ones too. */
export function plainLines(text: string): string[] {
  return text.slice(0, maxScan).split('\n', maxLines).map(plainLine);
}

export function plainLine(line: string): string {
  return line
    .slice(0, maxLine)
    .normalize('NFKC')
    .replace(unseen, '')
    .replace(/[*`]/g, '')
    .replaceAll('\\_', '_')
    .replace(/^(?:[\s\-–—•·●▪◦►▶+|_]|\p{Extended_Pictographic}\ufe0f?)+/u, '')
    .replace(/^\(?\d{1,2}[.)]\s+/, '')
    .trimEnd()
    .replace(inQuotes, '$1');
}

/** As our own examples stand in our mail: `“Priority: high”`. */
const inQuotes = /^["“”„«‘']\s*(#?\p{L}[^"“”„«»‘’']{0,200}?)\s*["“”»‘’'][.,;!]?$/u;

/** Pairs whose first label opens a line of `lines`, as `plainLines` gives them. */
export function labelledLines(lines: readonly string[]): Labelled[] {
  return lines.flatMap((line, at) => {
    const text = line.replace(/^#+\s*/, '');
    const pairs = mayOpenWithLabel(text) ? pairsIn(text, 'text') : [];
    if (pairs[0]?.at !== 0) return [];
    return pairs.map(pair => (pair.answer === '' ? { ...pair, answer: answerBelow(lines, at) } : pair));
  });
}

/** Pairs anywhere in a subject: `[Priority: high] tt_x`, `Portal down, priority = high`. */
export function labelledSubject(subject: string): Labelled[] {
  return pairsIn(plainLine(subject), 'subject');
}

// In tables made of HTML the answer stands in the next line; it may not be a label itself.
function answerBelow(lines: readonly string[], at: number): string {
  const next = lines.slice(at + 1, at + 3).find(line => line !== '') ?? '';
  return wordsOf(next).length <= 3 && pairsIn(next, 'text').length === 0 ? next : '';
}

function pairsIn(line: string, from: Labelled['from']): (Labelled & { at: number })[] {
  const found: { kind: LabelKind; at: number; answerAt: number }[] = [];
  for (const separator of line.matchAll(/[:=|\t]/g)) {
    const answered = found.at(-1)?.answerAt ?? 0;
    const label = labelBefore(line.slice(Math.max(answered, separator.index - 100), separator.index));
    // `Prioridad: urgente | portal`: a level within an answer is no label.
    if (label && (label.kind !== 'urgent' || found.length === 0))
      found.push({ kind: label.kind, at: separator.index - label.length, answerAt: separator.index + 1 });
    if (found.length >= 8) break;
  }
  if (found.length === 0) return unseparated(line, from);
  return found.map(({ kind, at, answerAt }, n) => {
    const end = endOfAnswer(line, { at, answerAt }, found[n + 1]?.at ?? line.length);
    const answer = line.slice(answerAt, end).replace(/^[\s:=>|_-]+/, '');
    return { kind, at, from, answer: trimAnswer(answer), words: trimAnswer(line.slice(at, Math.min(end, at + 120))) };
  });
}

/** `[Centre: San Carlo] agenda`: a pair in brackets ends with them. */
function endOfAnswer(line: string, { at, answerAt }: { at: number; answerAt: number }, next: number): number {
  const close = { '[': ']', '(': ')', '【': '】' }[line[at - 1] ?? ''];
  const closed = close === undefined ? -1 : line.indexOf(close, answerAt);
  return closed === -1 ? next : Math.min(closed, next);
}

/** The label that ends where `before` ends, with what may stand between it and the colon: `Priority (1-4)`. */
function labelBefore(before: string): { kind: LabelKind; length: number } | null {
  const bare = before.replace(/\s*(?:\([^()]{0,80}\)|\[[^[\]]{0,80}\])?[\s_']*$/, '');
  const words = [...bare.matchAll(/[\p{L}\p{N}]+/gu)].slice(-longestLabel);
  const ends = bare.length === (words.at(-1)?.index ?? 0) + (words.at(-1)?.[0].length ?? 0);
  for (const first of ends ? words : []) {
    const kind = kindOf.get(labelKey(bare.slice(first.index)));
    if (kind) return { kind, length: before.length - first.index };
  }
  return null;
}

/** `Priority - high`, `Priority high`, `Instance tt_x`: without a colon only where nothing else stands in the line. */
function unseparated(line: string, from: Labelled['from']): (Labelled & { at: number })[] {
  const [, label, answer] = /^([\p{L}-]{3,20})\s*(?:-+>?|[–—→])?\s+([\p{L}\p{N}_-]{1,40})[.!]*$/u.exec(line) ?? [];
  const kind = label && kindOf.get(phraseKey(label));
  const named = kind === 'priority' || (kind === 'instance' && /^tt_/i.test(answer ?? ''));
  return named && answer ? [{ kind, at: 0, from, answer, words: line }] : [];
}

/** An answer ends with its words: no brackets that it did not open, no closing punctuation. */
function trimAnswer(answer: string): string {
  return answer.replace(/[\s,;|\-–—([{]+$/, '').trim();
}
