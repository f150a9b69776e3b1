// Finds text below the author's words that is not theirs: signatures, device lines, confidentiality notices.
//
// A closing and a name are the author's own and stay. Each function reads one stretch of lines
// without cuts, and only at its end or at its very beginning.

import { fold, wordsOf } from '../fold.ts';
import { disclaimerOpens, disclaimerWords } from '../words/disclaimers.ts';
import { foldedOf } from '../words/phrases.ts';
import { isDeviceLine } from './device-line.ts';
import { isRule, nextInked, type TextLine, unframed } from './lines.ts';

export type Tail = Readonly<{
  rule: 'signature' | 'device' | 'disclaimer' | 'rule';
  confidence: number;
  from: number;
  to: number;
}>;

const noticeOpens = foldedOf(disclaimerOpens);
const noticeWords = foldedOf(disclaimerWords);
const maxSignatureLines = 20;
const maxDelimitedLines = 40;
const maxParagraphs = 12;

/** "-Anna Berg" at the end, after a blank line: a name and no item of a list. */
function findSigner(lines: readonly TextLine[], from: number, to: number): number | null {
  let at = to - 1;
  while (at >= from && lines[at]!.blank) at -= 1;
  if (at <= from + 1 || !lines[at - 1]!.blank) return null;
  const signed = /^(?:-|--|–|—)\p{Lu}[\p{L}.'’]*(?:[ -]\p{Lu}[\p{L}.'’]*){0,3}$/u.test(lines[at]!.clean);
  const listed = lines.slice(from, at).some(line => /^[-–—*•]/u.test(line.clean));
  return signed && !listed ? at : null;
}

/** The cuts at the end of the stretch, top to bottom. */
export function tailsOf(lines: readonly TextLine[], from: number, to: number): Tail[] {
  const tails: Tail[] = [];
  let end = to;
  const delimiter = findDelimiter(lines, from, to);
  if (delimiter !== null) {
    tails.unshift({ rule: 'signature', confidence: delimiter.confidence, from: delimiter.at, to });
    end = delimiter.at;
  }
  const notice = findDisclaimer(lines, from, end);
  if (notice !== null) {
    tails.unshift({ rule: 'disclaimer', confidence: 0.85, from: notice, to: end });
    end = notice;
  }
  const closing = closingLines(lines, from, end);
  const signer = findSigner(lines, from, closing[0]?.from ?? end);
  if (signer !== null) closing.unshift({ rule: 'signature', confidence: 0.75, from: signer, to: signer + 1 });
  return [...closing, ...tails];
}

/** Lines of devices and rules at the end, each run of a kind as one. */
function closingLines(lines: readonly TextLine[], from: number, to: number): Tail[] {
  const tails: Tail[] = [];
  let end = to;
  for (let at = to - 1; at >= from; at -= 1) {
    const line = lines[at]!;
    if (line.blank) continue;
    const rule = line.fenced ? null : isDeviceLine(line) ? 'device' : isRule(line) ? 'rule' : null;
    if (rule === null) break;
    const below = tails.at(-1);
    if (below?.rule === rule) tails[tails.length - 1] = { ...below, from: at };
    else tails.push({ rule, confidence: 0.9, from: at, to: end });
    end = at;
  }
  return tails.reverse();
}

function findDelimiter(
  lines: readonly TextLine[],
  from: number,
  to: number,
): { at: number; confidence: number } | null {
  const inked = inkBelow(lines, from, to);
  for (let at = from; at < to; at += 1) {
    const line = lines[at]!;
    if (line.fenced || line.clean.length > 60) continue;
    const below = inked[at - from]!;
    // RFC 3676 section 4.3: dash dash space. Programs that trim lines leave only the dashes.
    if (/^--\s?$/.test(line.raw.trimStart()) || line.clean === '--') {
      const exact = line.raw.startsWith('-- ');
      const fits = exact ? below <= maxDelimitedLines : below <= maxSignatureLines && !isBody(lines.slice(at + 1, to));
      if (fits) return { at, confidence: exact ? 0.98 : 0.9 };
    } else if (below > 0 && below <= maxSignatureLines && /^(?:_{2,}|[—⸻]+|-{2}—?)$/u.test(line.clean)) {
      if (isContactBlock(lines.slice(at + 1, to))) return { at, confidence: 0.8 };
    }
  }
  return null;
}

/** Whether the text below a plain `--` is the author's: the next item of a list, or paragraphs. */
function isBody(block: readonly TextLine[]): boolean {
  if (/^(?:\d{1,2}[.)]|[a-z]\)|[-*•])\s/iu.test(block[nextInked(block, 0)]?.clean ?? '')) return true;
  const text = fold(block.map(line => line.clean).join(' '));
  const longLines = block.filter(line => line.clean.length > 65);
  // Two sentences are enough if there is no address or link, as in a company's footer.
  const sentences = longLines.filter(line => /[.?!]$/.test(line.clean)).length;
  const prose = sentences >= 2 && !/@|https?:|www\.|\+\d/.test(text);
  const long = prose || longLines.length >= 3 || block.some(line => line.clean.length > 160);
  return long && noticeWords.filter(word => text.includes(word)).length < 2;
}

/** For every line of the stretch, the number of lines with text below it. */
function inkBelow(lines: readonly TextLine[], from: number, to: number): number[] {
  const below = new Array<number>(to - from).fill(0);
  for (let at = to - 2; at >= from; at -= 1) below[at - from] = below[at - from + 1]! + (lines[at + 1]!.blank ? 0 : 1);
  return below;
}

/** Short lines of contact data: a name above an address, a telephone number or a list's footer. */
function isContactBlock(block: readonly TextLine[]): boolean {
  const inked = block.filter(line => !line.blank && !isRule(line));
  if (inked.length === 0 || inked.length > 10 || inked.some(line => line.clean.length > 120 || line.depth > 0))
    return false;
  const text = inked.map(line => line.clean).join('\n');
  const contact =
    /@|https?:|www\.|\+?\d[\d\s()./-]{6,}\d|mailing list|\b(?:tel|fax|mob|phone)\b|unsubscribe|reply to this email|view it on/i.test(
      text,
    );
  const name = /^[\p{Lu}][\p{L}.'-]*(?: [\p{Lu}][\p{L}.'-]*){0,3}$/u.test(inked[0]!.clean);
  return contact || (name && inked.length <= 5 && !/[.!?]$/m.test(text));
}

/** The first line of a confidentiality notice, which fills the rest of the stretch. */
function findDisclaimer(lines: readonly TextLine[], from: number, to: number): number | null {
  let paragraphs = 0;
  let found: number | null = null;
  for (let at = to - 1; at >= from && paragraphs < maxParagraphs; at -= 1) {
    if (lines[at]!.fenced) break;
    if (lines[at]!.blank || !(at === from || beginsParagraph(lines, at))) continue;
    paragraphs += 1;
    if (isDisclaimer(lines, at, to)) found = at;
  }
  return found;
}

/** In Word's HTML a paragraph of a notice follows the lines of a signature without a blank line. */
function beginsParagraph(lines: readonly TextLine[], at: number): boolean {
  const [above, { clean }] = [lines[at - 1]!, lines[at]!];
  if (above.blank || isRule(above)) return true;
  return clean.length >= 100 && above.clean.length <= 60 && !/[:：]$/.test(above.clean) && speaksAsNotice(fold(clean));
}

/** Whether the author quotes the notice: after a colon, or with their own sentence below it. */
function isShown(lines: readonly TextLine[], at: number, to: number): boolean {
  let above = at - 1;
  while (above >= 0 && lines[above]!.blank) above -= 1;
  if (above >= 0 && /[:：]$/.test(lines[above]!.clean) && wordsOf(lines[above]!.clean).length > 3) return true;
  let last = to - 1;
  while (last > at && lines[last]!.blank) last -= 1;
  const { clean } = lines[last]!;
  const text = fold(clean);
  const alone = last > at + 1 && lines[last - 1]!.blank && clean.length <= 120;
  return alone && /^\p{Lu}.*\p{L}[.!?]$/u.test(clean) && !/[\d@]|www|http/.test(text) && !speaksAsNotice(text);
}

const speaksAsNotice = (text: string): boolean =>
  noticeWords.filter(word => text.includes(word)).length > 1 || noticeOpens.some(open => text.startsWith(open));

function isDisclaimer(lines: readonly TextLine[], at: number, to: number): boolean {
  const first = fold(unframed(lines[at]!.clean));
  if (!noticeOpens.some(open => first.startsWith(open)) || isShown(lines, at, to)) return false;
  let text = '';
  for (let next = at; next < to && text.length < 1500; next += 1) text += ` ${fold(lines[next]!.clean)}`;
  const said = noticeWords.filter(word => text.includes(word)).length;
  return said >= 2 && text.length >= 70;
}
