// Splits a mail's text into what its author newly wrote and what his mail program, his company or an
// earlier mail added. Works on lines, in time linear in the text, and never throws.
//
// Losing a word of the author is worse than keeping one of somebody else: what is not sure stays in
// `text`. Nothing is dropped: every line is in `text` or in `quoted`, in the order it came.
import { uuBlocksIn } from '../../mail/uu-block.ts';
import { phraseKey } from '../fold.ts';
import { askingAboutWords, passingOnWords } from '../words/passing-on.ts';
import { keysOf } from '../words/phrases.ts';
import { attributionWithin } from './attribution.ts';
import { type Boundary, boundaryAt, dividerWithin } from './boundary.ts';
import { isDeviceLine } from './device-line.ts';
import { isRule, nextInked, readLine, readLines, type TextLine } from './lines.ts';
import { marksOf, type QuoteRun, quoteRunAt } from './quote-run.ts';
import { bannerEnd, tailsOf } from './signature.ts';

/** `from` and `to` count lines of the text, an attribution within one as one more; `to` is the one after. */
export type Cut = Readonly<{ rule: string; confidence: number; from: number; to: number }>;
export type SplitText = Readonly<{ text: string; quoted: string | null; cuts: readonly Cut[] }>;

const minConfidence = 0.7;
// Nobody writes as much; a log pasted that is longer is not looked through to its end.
const maxCharacters = 300_000;
// With fewer words of his own than these, somebody who forwards a mail means that mail.
const minWordsAboveForward = 4;
const maxWordsPassingOn = 12;

export function splitReply(text: string): SplitText {
  if (text.length <= maxCharacters) return split(text);
  // What is beyond goes where the last line before it went.
  const end = text.lastIndexOf('\n', maxCharacters) + 1;
  if (end === 0) return { text: trimBlankLines(text), quoted: null, cuts: [] };
  const [head, rest] = [split(text.slice(0, end)), text.slice(end)];
  const isQuoted = head.cuts.at(-1)?.to === text.slice(0, end).split(/\r\n|\n|\r/).length;
  return isQuoted
    ? { ...head, quoted: `${head.quoted ?? ''}\n${rest.trimEnd()}` }
    : { ...head, text: `${head.text}\n${rest.trimEnd()}` };
}

function split(text: string): SplitText {
  const lines = parted(readLines(text));
  const found = scan(lines);
  const cuts = found.cuts.filter(each => each.confidence >= minConfidence);
  for (const { from, to } of uuBlocksIn(lines.map(({ raw }) => raw))) {
    cuts.push({ rule: 'uuencoded file', confidence: 0.98, from, to });
  }
  const gone = mark(lines.length, cuts);
  for (const run of unwantedRuns(lines, found, gone)) cut(cuts, gone, run);
  for (const tail of allTails(lines, gone, found.forwardedFrom)) cut(cuts, gone, tail);
  const kept = lines.some((line, at) => gone[at] !== true && hasWords(line));
  return kept && cuts.length > 0 ? assemble(lines, cuts, gone) : { text: trimBlankLines(text), quoted: null, cuts: [] };
}

/** Text made of HTML may have the line that introduces a quote on the author's last line: it becomes one of its own. */
function parted(lines: readonly TextLine[]): TextLine[] {
  return lines.flatMap((line, at) => {
    const divider = dividerWithin(lines, at);
    const start = divider === null ? attributionWithin(lines, at) : 0;
    if (start > 0) return [readLine(line.raw.slice(0, start)), readLine(line.raw.slice(start))];
    if (divider === null) return [line];
    const pieces = [
      line.raw.slice(0, divider.from),
      line.raw.slice(divider.from, divider.to),
      line.raw.slice(divider.to),
    ];
    return pieces.filter(piece => piece.trim() !== '').map(piece => readLine(piece));
  });
}

type Scan = { cuts: Cut[]; runs: QuoteRun[]; forwardedFrom: number };

/** What the author said so far: his lines, and of his words as many as are ever asked for. */
type Own = { lines: number[]; words: string[]; signed: boolean };

/** Goes down the lines to the first boundary below which nothing is the author's. */
function scan(lines: readonly TextLine[]): Scan {
  const found: Scan = { cuts: [], runs: [], forwardedFrom: lines.length };
  const own: Own = { lines: [], words: [], signed: false };
  let at = nextInked(lines, 0);
  const banner = bannerEnd(lines, at);
  if (banner > at) found.cuts.push({ rule: 'banner', confidence: 0.85, from: at, to: banner });
  for (at = nextInked(lines, banner); at < lines.length; at = nextInked(lines, at)) {
    const marked = lines[at]!.depth > 0 ? marksOf(lines[at]) : null;
    const boundary = marked ? null : boundaryAt(lines, at);
    if (marked) {
      const run = quoteRunAt(lines, at, { marked, below: own.lines.length > 0 });
      found.runs.push(run);
      at = run.to;
    } else if (boundary !== null && boundary.confidence >= minConfidence) {
      at = follow(lines, { at, boundary, own }, found);
    } else {
      say(own, lines[at]!, at);
      at += 1;
    }
  }
  return found;
}

/** A phone's line and what is below a signature's mark are not his words. */
function say(own: Own, line: TextLine, at: number): void {
  own.lines.push(at);
  own.signed ||= line.clean === '--';
  if (own.signed || own.words.length > maxWordsPassingOn || !hasWords(line) || isDeviceLine(line)) return;
  own.words.push(...line.clean.split(/\s+/).slice(0, maxWordsPassingOn + 1));
}

type Found = Readonly<{ at: number; boundary: Boundary; own: Own }>;

/** Cuts at a boundary what belongs to it; the line to go on with. */
function follow(lines: readonly TextLine[], { at, boundary, own }: Found, found: Scan): number {
  const { rule, confidence, body } = boundary;
  if (rule === 'forwarded-message' && passesOn(lines, rule, own)) {
    found.forwardedFrom = at;
    return lines.length;
  }
  const first = nextInked(lines, body);
  const marked = rule === 'marker' ? null : marksOf(lines[first]);
  if (marked) {
    const run = quoteRunAt(lines, first, { marked, below: own.lines.length > 0 });
    found.cuts.push({ rule, confidence, from: at, to: body });
    found.runs.push({ ...run, attributed: true });
    return run.to;
  }
  // With nothing above and no marks below, all of it may be his.
  if (rule === 'attribution' && own.words.length === 0) return body;
  if (rule !== 'marker' && passesOn(lines, rule, own)) found.forwardedFrom = at;
  else found.cuts.push({ rule, confidence, from: at, to: lines.length });
  return lines.length;
}

/** Whether what follows is a mail that the author passes on, and so what he means to say. */
function passesOn(lines: readonly TextLine[], rule: Boundary['rule'], own: Own): boolean {
  if (own.words.length === 0) return true;
  if (rule === 'attribution') return false;
  // "The customer wrote this:" and then the mail.
  const announced = announces(lines[own.lines.at(-1)!]!.clean) && rule !== 'original-message';
  if (announced || own.words.length > maxWordsPassingOn) return announced;
  if (rule === 'forwarded-message' && own.words.length < minWordsAboveForward) return true;
  const said = own.lines.slice(0, maxWordsPassingOn).map(at => phraseKey(lines[at]!.clean));
  const asks = rule === 'forwarded-message' && said.some(line => asksAbout.has(line));
  return asks || said.some(line => passedOn.has(line));
}

const [passedOn, asksAbout] = [keysOf(passingOnWords), keysOf(askingAboutWords)];

/**
 * The quotes to cut: those from the first on that a program says whose it is, else only where they cannot be the
 * author's own. Above that first one he may show something by hand.
 */
function unwantedRuns(lines: readonly TextLine[], { runs, cuts }: Scan, gone: readonly boolean[]): Cut[] {
  const attributedFrom = runs.find(run => run.attributed)?.from ?? lines.length;
  const quotedBelow = cuts.some(each => each.to === lines.length);
  const [firstInked, lastOwn] = [nextInked(lines, 0), lastInked(lines, gone, runs)];
  const examples = runs.some(run => !run.attributed && isExample(lines, run));
  const unwanted = (run: QuoteRun): boolean => {
    if (run.attributed) return true;
    if (examples && (attributedFrom === lines.length || isExample(lines, run))) return false;
    if (run.from >= attributedFrom || run.from === firstInked) return true;
    // Answers between the lines of a quote that nobody introduced begin below its first ones.
    if (runs.length > 1 && attributedFrom === lines.length && runs[0]!.from === firstInked) return true;
    return run.from > lastOwn && attributedFrom === lines.length && !quotedBelow;
  };
  return runs
    .filter(unwanted)
    .map(({ from, to }) => ({ rule: 'quote', confidence: from >= attributedFrom ? 0.95 : 0.8, from, to }));
}

/** The last line that is neither cut nor quoted nor a signature's. */
function lastInked(lines: readonly TextLine[], gone: readonly boolean[], runs: readonly QuoteRun[]): number {
  const taken = [...gone];
  for (const run of runs) taken.fill(true, run.from, run.to);
  for (const tail of allTails(lines, taken, lines.length)) taken.fill(true, tail.from, tail.to);
  for (let at = lines.length - 1; at >= 0; at -= 1) if (taken[at] !== true && hasWords(lines[at]!)) return at;
  return -1;
}

/** A colon at the end, and not the one of an emoji's name: `:+1:`. */
const announces = (clean: string): boolean => /[:：]$/.test(clean) && !/(?:^|\s):[\w+-]{1,30}:$/.test(clean);

/** Announced by a colon, or a prompt of Python's: the author shows something. */
function isExample(lines: readonly TextLine[], { from }: QuoteRun): boolean {
  let above = from - 1;
  while (above >= 0 && lines[above]!.blank) above -= 1;
  if (above < 0) return false;
  return announces(lines[above]!.clean) || /^>>> \S/.test(lines[from]!.raw);
}

/** The tails of every stretch that is not cut, above what was forwarded. */
function allTails(lines: readonly TextLine[], gone: readonly boolean[], end: number): Cut[] {
  const tails: Cut[] = [];
  let from = 0;
  for (let at = 0; at <= end; at += 1) {
    if (at < end && gone[at] !== true) continue;
    if (at > from) for (const tail of tailsOf(lines, from, at)) tails.push(tail);
    from = at + 1;
  }
  const first = nextInked(lines, 0);
  if (first < end && gone[first] !== true && isDeviceLine(lines[first]!))
    tails.push({ rule: 'device', confidence: 0.85, from: first, to: first + 1 });
  return tails;
}

function mark(length: number, cuts: readonly Cut[]): boolean[] {
  const gone = new Array<boolean>(length).fill(false);
  for (const { from, to } of cuts) gone.fill(true, from, to);
  return gone;
}

function cut(cuts: Cut[], gone: boolean[], each: Cut): void {
  cuts.push(each);
  gone.fill(true, each.from, each.to);
}

const hasWords = (line: TextLine): boolean =>
  !line.blank && /[\p{L}\p{N}\p{Emoji_Presentation}\p{S}?!]/u.test(line.clean) && !isRule(line);

function assemble(lines: readonly TextLine[], cuts: readonly Cut[], gone: readonly boolean[]): SplitText {
  const part = (wanted: boolean): string =>
    trimBlankLines(
      lines
        .filter((_, at) => (gone[at] === true) === wanted)
        .map(line => line.raw)
        .join('\n'),
    );
  return { text: part(false), quoted: part(true) || null, cuts: [...cuts].sort((a, b) => a.from - b.from) };
}

/** Without blank lines at its ends; the first line keeps its indentation. */
function trimBlankLines(text: string): string {
  const first = text.search(/\S/);
  return first < 0 ? '' : text.slice(text.lastIndexOf('\n', first) + 1).trimEnd();
}
