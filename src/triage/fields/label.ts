// Finds `Label: answer` pairs in a subject and at the start of the author's lines.
//
// People write such lines by hand, in pasted forms, in bold, in tables that were HTML, several to a line. Every scan
// is bounded, since a mail may consist of labels only.

import { unseen } from '../../mail/unseen.ts';
import { fold, wordsOf } from '../fold.ts';
import { commonWords } from '../words/common-words.ts';
import { labelNoise } from '../words/label-noise.ts';
import { labels } from '../words/labels.ts';
import { keysOf, meaningsOf, phrasesOf } from '../words/phrases.ts';
import { crossedOf, tickedIn } from './boxes.ts';

export type LabelKind = keyof typeof labels;
/** `words` is the pair as written, short enough to quote in a reply. `below`: the answer is on a line of its own. */
export type Labelled = Readonly<{
  kind: LabelKind;
  answer: string;
  words: string;
  from: 'subject' | 'text';
  below?: true;
}>;

const maxLines = 400;
const maxLine = 300;
const maxScan = 64 * 1024;
const longestLabel = 6;
const maxDashed = 4;

const isNoise = keysOf(labelNoise);
const labelKey = (phrase: string): string =>
  wordsOf(phrase)
    .filter(word => !isNoise.has(word))
    .join(' ');

const kindOf = meaningsOf(labels, labelKey);

const openings = new Set([...kindOf.keys()].map(key => key.split(' ', 1)[0]!));
/** A cheap test before the search for a label before each separator. */
export function mayOpenWithLabel(line: string): boolean {
  const [first = ''] = wordsOf(/^[\p{L}\p{N}]+/u.exec(line)?.[0] ?? '');
  return openings.has(first) || isNoise.has(first);
}

/** The author's first lines without emphasis, bullets and invisible characters. Empty lines are kept. */
export function plainLines(text: string): string[] {
  return text.slice(0, maxScan).split('\n', maxLines).map(plainLine);
}

export function plainLine(line: string): string {
  return (
    line
      .slice(0, maxLine)
      .normalize('NFKC')
      .replace(unseen, '')
      // What is struck out in Markdown is taken back.
      .replace(/~~[^~]{1,80}~~/g, '')
      .replace(/[*`]/g, '')
      .replaceAll('\ufe0f', '')
      .replaceAll('\\_', '_')
      .replace(/^(?:[\s\-–—•·▪◦►▶+|_]|(?![☑☒✅✔⬜⚪⚫🔘✖])\p{Extended_Pictographic}\ufe0f?)+/u, '')
      .replace(/^●\s*(?=[^:=\t]{0,80}[:=\t])/, '')
      .replace(/^\(?\d{1,2}[.)]\s+/, '')
      .trimEnd()
      .replace(inQuotes, '$1')
  );
}

/** A line in quotation marks, copied from the examples in our mail: `“Priority: high”`. */
const inQuotes = /^["“”„«‘']\s*(#?\p{L}[^"“”„«»‘’']{0,200}?)\s*["“”»‘’'][.,;!]?$/u;

/** Pairs anywhere in a subject: `[Priority: high] tt_x`, `Portal down, priority = high`. */
export function labelledSubject(subject: string): Labelled[] {
  return pairsIn(plainLine(subject), 'subject');
}

/** `at` is where the label begins in the line. */
export type Pair = Labelled & Readonly<{ at: number }>;

export function pairsIn(line: string, from: Labelled['from']): Pair[] {
  const found: { kind: LabelKind; at: number; answerAt: number }[] = [];
  for (const separator of line.matchAll(/[:=|\t]/g)) {
    const answered = found.at(-1)?.answerAt ?? 0;
    const label = labelBefore(line.slice(Math.max(answered, separator.index - 100), separator.index));
    // `Prioridad: urgente | portal`: a level in an answer is no label.
    if (label && (label.kind !== 'urgent' || found.length === 0))
      found.push({ kind: label.kind, at: separator.index - label.length, answerAt: separator.index + 1 });
    if (found.length >= 8) break;
  }
  if (found.length === 0) return unseparated(line, from);
  return found.map(({ kind, at, answerAt }, n) => {
    const end = endOfAnswer(line, { at, answerAt }, found[n + 1]?.at ?? line.length);
    const answer = line.slice(answerAt, end).replace(/^(?:[\s:=>|-]|_(?!__|_?\s?[xX×✓✔]\s?_))+/, '');
    return {
      kind,
      at,
      from,
      answer: chosen(kind, trimAnswer(answer)),
      words: trimAnswer(line.slice(at, Math.min(end, at + 120))),
    };
  });
}

/** `[Centre: San Carlo] agenda`: a pair in brackets ends with them. */
function endOfAnswer(line: string, { at, answerAt }: { at: number; answerAt: number }, next: number): number {
  const close = { '[': ']', '(': ')', '【': '】' }[line[at - 1] ?? ''];
  const closed = close === undefined ? -1 : line.indexOf(close, answerAt);
  return closed === -1 ? next : Math.min(closed, next);
}

/** The label at the end of `before`, with text that may stand between it and the colon: `Priority (1-4)`. */
function labelBefore(before: string): { kind: LabelKind; length: number } | null {
  const from = before.search(/[^:=|\t]*$/);
  const bare = before.slice(from).replace(/\s*(?:\([^()]{0,80}\)|\[[^[\]]{0,80}\])?[\s_']*$/, '');
  const words = [...bare.matchAll(/[\p{L}\p{N}]+/gu)].slice(-longestLabel);
  const ends = bare.length === (words.at(-1)?.index ?? 0) + (words.at(-1)?.[0].length ?? 0);
  for (const first of ends ? words : []) {
    const kind = kindOf.get(labelKey(bare.slice(first.index)));
    if (kind) return { kind, length: before.length - from - first.index };
  }
  return null;
}

/** `Priority high`, `Instance tt_x`, `Utenti colpiti – tutti`: pairs without a colon count only as a whole line. */
function unseparated(line: string, from: Labelled['from']): Pair[] {
  const dashed = /^([\p{L} '’-]{2,60}?)(?:\s*-+>\s*|\s+-{1,2}\s+|\s*[–—→]\s*)([\p{L}\p{N}_%'’ -]{1,60})[.!]*$/u.exec(
    line,
  );
  const [, label = '', answer = ''] = dashed ?? /^([\p{L}-]{3,20})\s+([\p{L}\p{N}_-]{1,40})[.!]*$/u.exec(line) ?? [];
  const kind = kindNamed(label);
  if (!kind || wordsOf(answer).length > maxDashed) return [];
  const isDashed = dashed !== null && kind !== 'urgent';
  const isPlain = kind === 'priority' || kind === 'instance';
  // Text after a dash counts as a centre or an instance only if it is surely a name.
  const fits = kind === 'centre' || kind === 'instance' ? isCentreName(answer) || isAllNames(answer) : true;
  return fits && (isDashed || isPlain) ? [{ kind, at: 0, from, answer: answer.trim(), words: line }] : [];
}

const centreWords = new Set(
  phrasesOf(labels.centre)
    .flatMap(wordsOf)
    .filter(word => word.length > 3),
);
/** True for `tt_x` or `Hospital San Carlo`, which cannot be the beginning of a sentence. */
export function isCentreName(text: string): boolean {
  if (/^tt[_-]\S+$/i.test(text.trim())) return true;
  const words = wordsOf(text);
  const capitals = text.match(/(?<![\p{L}\p{N}])\p{Lu}/gu)?.length ?? 0;
  return (
    words.length > 1 &&
    words.length <= 6 &&
    capitals >= 2 &&
    words.some(word => centreWords.has(word)) &&
    !/[,.!?]$/.test(text) &&
    !saysMore(text)
  );
}

/** `Hospital Brezo wants to know`: a word in small letters that stands in sentences, and not in names. */
const saysMore = (text: string): boolean =>
  (text.replace(/\([^()]{0,60}\)/g, ' ').match(/(?<![\p{L}\p{N}'’])\p{Ll}[\p{L}'’]*/gu) ?? []).some(
    word => inSentences.has(fold(word)) && !inNames.has(fold(word)),
  );

/** `ASST Lario`: two to five words in capitals, with particles between them. */
const isAllNames = (text: string): boolean =>
  /^\p{Lu}[\p{L}\p{N}'’.-]*(?:\s(?:(?:d[aeio]|de[ls]?|del(?:la|l)?|do[s]?|du|la|le|von|der|am|of|the|e|y|et|und)\s){0,2}\p{Lu}[\p{L}\p{N}'’.-]*){1,4}$/u.test(
    text.trim(),
  );

const inSentences = keysOf(commonWords);
const inNames = new Set(
  'de del della dei delle degli dell dello di da do dos das du des d la le el los las l il lo of the and e ed y et und am an im in der die das den dem zu zum zur für fur san santa s a al alla à a'.split(
    ' ',
  ),
);

export const isLabelNoise = (word: string): boolean => isNoise.has(word);

/** The kind of label that the words are as a whole, or null. */
export const kindNamed = (words: string): LabelKind | null =>
  words.length > 80 ? null : (kindOf.get(labelKey(words.replace(/\([^()]{0,60}\)|\[[^[\]]{0,60}\]/g, ' '))) ?? null);

/** The ticked options of boxes; several are an open choice. A name must be one, or there is none. */
export function chosen(kind: LabelKind, answer: string): string {
  const ticked = tickedIn(answer);
  const isLevel = kind === 'priority' || kind === 'functions' || kind === 'users';
  if (ticked === null) return (isLevel ? crossedOf(answer) : null) ?? answer;
  return kind === 'instance' || kind === 'centre' ? (ticked.length === 1 ? ticked[0]! : '') : ticked.join(' / ');
}

/** The answer without unopened brackets and punctuation at its end. */
function trimAnswer(answer: string): string {
  return answer.replace(/[\s,;|\-–—([{]+$/, '').trim();
}
