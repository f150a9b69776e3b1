// Splits a mail's text into the author's new words and the text that a mail program, a company or an earlier mail
// added. Works on lines, in time linear in the text, and never throws.
//
// Losing a word of the author is worse than keeping a foreign one, so uncertain lines stay in `text`. Nothing is
// dropped: every line is in `text` or in `quoted`, in its order.
import { isReplyMarker } from '../../mail/marker.ts';
import { uuBlocksIn } from '../../mail/uu-block.ts';
import { phraseKey } from '../fold.ts';
import { askingAboutWords, passingOnWords } from '../words/passing-on.ts';
import { keysOf } from '../words/phrases.ts';
import { attributionWithin } from './attribution.ts';
import { bannerEnd } from './banner.ts';
import { type Boundary, boundaryAt, dividerWithin } from './boundary.ts';
import { isDeviceLine } from './device-line.ts';
import { headerBlockAt } from './header-block.ts';
import { isRule, nextInked, readLine, readLines, type TextLine } from './lines.ts';
import { asksToWriteAbove } from './marker-line.ts';
import { ownWithin, saysMoreThanIntroduction } from './own-within.ts';
import { marksOf, type QuoteRun, quoteRunAt } from './quote-run.ts';
import { tailsOf } from './signature.ts';

/** `from` and `to` are line numbers, `to` exclusive. An attribution within a line counts as a line of its own. */
export type Cut = Readonly<{ rule: string; confidence: number; from: number; to: number }>;
export type SplitText = Readonly<{
  text: string;
  quoted: string | null;
  cuts: readonly Cut[];
  /** Where the author forwards a mail: `text` is their own lines and below them that mail, with the lines above it. */
  forward?: Readonly<{ own: string; mail: string }>;
}>;

const minConfidence = 0.7;
// No person writes more than this. The end of a longer pasted log is not searched.
const maxCharacters = 300_000;
// With fewer own words than this above a forwarded mail, that mail is the author's message.
const minWordsAboveForward = 4;
const maxWordsPassingOn = 12;

/** `forwards`: the subject is that of a forwarded mail, which then is part of what the author says. */
export function splitReply(text: string, forwards = false): SplitText {
  if (text.length <= maxCharacters) return split(text, forwards);
  // The rest goes where the last searched line went.
  const end = text.lastIndexOf('\n', maxCharacters) + 1;
  if (end === 0) return { text: trimBlankLines(text), quoted: null, cuts: [] };
  const [head, rest] = [split(text.slice(0, end), forwards), text.slice(end)];
  const isQuoted = head.cuts.at(-1)?.to === text.slice(0, end).split(/\r\n|\n|\r/).length;
  return isQuoted
    ? { ...head, quoted: `${head.quoted ?? ''}\n${rest.trimEnd()}` }
    : { ...head, text: `${head.text}\n${rest.trimEnd()}` };
}

function split(text: string, forwards: boolean): SplitText {
  const lines = parted(readLines(text));
  const found = scan(lines, forwards && !lines.some(({ clean }) => asksToWriteAbove(clean)));
  const cuts = found.cuts.filter(each => each.confidence >= minConfidence);
  for (const { from, to } of uuBlocksIn(lines.map(({ raw }) => raw))) {
    cuts.push({ rule: 'uuencoded file', confidence: 0.98, from, to });
  }
  const gone = mark(lines.length, cuts);
  for (const run of unwantedRuns(lines, found, gone)) cut(cuts, gone, run);
  for (const tail of allTails(lines, gone, found.forwardedFrom)) cut(cuts, gone, tail);
  for (const at of questionsAnswered(lines, gone)) gone[at] = false;
  const kept = lines.some((line, at) => gone[at] !== true && hasWords(line));
  const parts =
    kept && cuts.length > 0 ? assemble(lines, cuts, gone) : { text: trimBlankLines(text), quoted: null, cuts: [] };
  const isKept = (at: number) => gone[at] !== true && hasWords(lines[at]!);
  const isUncut = parts.text.split('\n').some(isMarker) || !saysMoreThanIntroduction(lines, isKept);
  const within = isUncut ? ownWithin(lines) : null;
  if (within !== null) return withinOurs(lines, within);
  if (found.forwardedFrom >= lines.length) return parts;
  const own = lines.map(({ raw }, at) => (at < found.forwardedFrom && gone[at] !== true ? raw : null));
  const mail = lines.slice(found.forwardedFrom).map(({ raw }) => raw);
  return { ...parts, forward: { own: trimBlankLines(joinedLines(own)), mail: mail.join('\n') } };
}

const isMarker = (line: string): boolean => isReplyMarker(readLine(line).clean);

/** Our mail was not cut: what the author typed within it is the text, and that may be nothing. */
function withinOurs(lines: readonly TextLine[], own: readonly (string | null)[]): SplitText {
  const ours = lines.map(({ raw }, at) => (own[at] === null ? raw : null));
  const cuts = [{ rule: 'our mail', confidence: 0.9, from: 0, to: lines.length }];
  return { text: trimBlankLines(joinedLines(own)), quoted: trimBlankLines(joinedLines(ours)), cuts };
}

const joinedLines = (lines: readonly (string | null)[]): string => lines.filter(line => line !== null).join('\n');

/** In text made of HTML an attribution may end the author's last line: it becomes a line of its own. */
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

/** The author's lines so far, and as many of their words as the rules need. */
type Own = { lines: number[]; words: string[]; signed: boolean; forwards: boolean };

/** Reads down to the first boundary below which no line is the author's. */
function scan(lines: readonly TextLine[], forwards: boolean): Scan {
  const found: Scan = { cuts: [], runs: [], forwardedFrom: lines.length };
  const own: Own = { lines: [], words: [], signed: false, forwards };
  let at = nextInked(lines, 0);
  const banner = bannerEnd(lines, at);
  if (banner > at) found.cuts.push({ rule: 'banner', confidence: 0.85, from: at, to: banner });
  for (at = nextInked(lines, banner); at < lines.length; at = nextInked(lines, at)) {
    const marked = lines[at]!.depth > 0 ? marksOf(lines[at]) : null;
    const boundary = marked ? null : boundaryAt(lines, at);
    if (marked && forwards && opensForward(lines, at)) {
      found.forwardedFrom = at;
      at = lines.length;
    } else if (marked) {
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

/** Apple Mail marks the forwarded mail as a quote, mostly with the line above its header. */
function opensForward(lines: readonly TextLine[], at: number): boolean {
  const next = [at + 1, at + 2, at + 3].find(n => n < lines.length && lines[n]!.body.trim() !== '');
  return headerBlockAt(lines, at) !== null || (next !== undefined && headerBlockAt(lines, next) !== null);
}

/** Counts a line as the author's, unless it is a device line or below a signature mark. */
function say(own: Own, line: TextLine, at: number): void {
  own.lines.push(at);
  own.signed ||= line.clean === '--';
  if (own.signed || own.words.length > maxWordsPassingOn || !hasWords(line) || isDeviceLine(line)) return;
  own.words.push(...line.clean.split(/\s+/).slice(0, maxWordsPassingOn + 1));
}

type Found = Readonly<{ at: number; boundary: Boundary; own: Own }>;

/** Cuts the lines of a boundary; returns the next line to read. */
function follow(lines: readonly TextLine[], { at, boundary, own }: Found, found: Scan): number {
  const { rule, confidence, body } = boundary;
  const isForward = rule === 'forwarded-message' || (own.forwards && rule !== 'attribution' && rule !== 'marker');
  if (isForward && passesOn(lines, rule, own)) {
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
  // With no text above and no quote marks below, all of it may be the author's.
  if (rule === 'attribution' && own.words.length === 0) return body;
  if (rule !== 'marker' && passesOn(lines, rule, own)) found.forwardedFrom = at;
  else found.cuts.push({ rule, confidence, from: at, to: lines.length });
  return lines.length;
}

/** Whether the author forwards the mail below, so that it is their message. */
function passesOn(lines: readonly TextLine[], rule: Boundary['rule'], own: Own): boolean {
  if (own.words.length === 0) return true;
  if (rule === 'attribution') return false;
  if (own.forwards) return true;
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
 * The quotes to cut: the first one with an attribution and all below it. Other quotes are cut only where they cannot
 * be the author's own, who may mark an example with `>` by hand.
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
    // Answers between the lines of a quote without attribution begin below its first lines.
    if (runs.length > 1 && attributedFrom === lines.length && runs[0]!.from === firstInked) return true;
    return run.from > lastOwn && attributedFrom === lines.length && !quotedBelow;
  };
  return runs
    .filter(unwanted)
    .map(({ from, to }) => ({ rule: 'quote', confidence: from >= attributedFrom ? 0.95 : 0.8, from, to }));
}

const maxAnswerWords = 3;

/** Quoted questions with a short answer right below: `Sì` says nothing without its question. */
function questionsAnswered(lines: readonly TextLine[], gone: readonly boolean[]): number[] {
  const isOwn = (at: number) => at < lines.length && gone[at] !== true && !lines[at]!.blank;
  return lines.flatMap((line, at) => {
    if (gone[at] !== true || line.depth === 0 || !/[?？;]$/.test(line.body)) return [];
    const next = nextInked(lines, at + 1);
    if (!isOwn(next) || lines[next]!.depth > 0) return [];
    let end = next;
    while (isOwn(end) && lines[end]!.depth === 0) end += 1;
    const words = lines.slice(next, end).flatMap(({ clean }) => clean.split(/\s+/, maxAnswerWords + 1)).length;
    const below = nextInked(lines, end);
    const isWhole = below >= lines.length || gone[below] === true || lines[below]!.depth > 0;
    return words <= maxAnswerWords && isWhole ? [at] : [];
  });
}

/** The last line with text that is neither cut nor quoted nor part of a signature. */
function lastInked(lines: readonly TextLine[], gone: readonly boolean[], runs: readonly QuoteRun[]): number {
  const taken = [...gone];
  for (const run of runs) taken.fill(true, run.from, run.to);
  for (const tail of allTails(lines, taken, lines.length)) taken.fill(true, tail.from, tail.to);
  for (let at = lines.length - 1; at >= 0; at -= 1) if (taken[at] !== true && hasWords(lines[at]!)) return at;
  return -1;
}

/** Whether the line ends with a colon, other than that of an emoji's name: `:+1:`. */
const announces = (clean: string): boolean => /[:：]$/.test(clean) && !/(?:^|\s):[\w+-]{1,30}:$/.test(clean);

/** Whether the author shows an example: after a colon, or at a prompt of Python. */
function isExample(lines: readonly TextLine[], { from }: QuoteRun): boolean {
  let above = from - 1;
  while (above >= 0 && lines[above]!.blank) above -= 1;
  if (above < 0) return false;
  return announces(lines[above]!.clean) || /^>>> \S/.test(lines[from]!.raw);
}

/** The tails of every stretch without cuts, above a forwarded mail. */
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
