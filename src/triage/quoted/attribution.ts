// The line that a mail program puts above a quote: "On 5 May 2024 at 12:00, Anna <anna@clinic.example> wrote:".
//
// A language's words alone prove nothing ("On Monday we wrote:"), nor does a date. So evidence is counted: a date, an
// address, a verb in its place, the beginning of an attribution, a colon, a quote below.

import { onceFor } from '../../once.ts';
import { wordsOf } from '../fold.ts';
import { articles } from '../words/articles.ts';
import {
  attributionOpensUnspaced,
  attributionVerbsUnspaced,
  attributionWords,
  byWords,
  quotings,
} from '../words/attributions.ts';
import { narrators } from '../words/narrators.ts';
import { anyOf, phrasesOf } from '../words/phrases.ts';
import { hasClock, hasDate, opensWithWeekday } from './dates.ts';
import { headerLabelOf } from './header-block.ts';
import { isRule, nextInked, readLine, type TextLine, unframed } from './lines.ts';
import { asksToWriteAbove } from './marker-line.ts';

/** `to` is the line after the last one. */
export type Attribution = Readonly<{ to: number; confidence: number }>;

/**
 * Whether a quote is below, whether a blank line is above, whether the next line has a date too, as in a log, and
 * whether any of the lines has a word with which a verb of ours begins.
 */
type Around = Readonly<{ quoted: boolean; apart: boolean; listed: boolean; verb: boolean }>;

const maxLines = 7;
const maxLength = 500;

const languages = Object.values(attributionWords);
const verbs = anyOf(...languages.flatMap(({ verbs = '', verbsFirst = '' }) => [verbs, verbsFirst]));
const verbsFirst = anyOf(...languages.map(({ verbsFirst = '' }) => verbsFirst));
const unspaced = anyOf(attributionVerbsUnspaced);
const verbOpenings = new Set(
  phrasesOf(...languages.flatMap(({ verbs = '', verbsFirst = '' }) => [verbs, verbsFirst])).map(
    verb => wordsOf(verb)[0],
  ),
);
const unspacedAnywhere = new RegExp(unspaced, 'iu');
/** A cheap test, so that the expressions below are tried only on lines with a verb. */
const mayHaveVerb = onceFor(
  ({ clean }: TextLine) => wordsOf(clean).some(word => verbOpenings.has(word)) || unspacedAnywhere.test(clean),
);
const before = `(?:^|[\\s>)\\]},;:"'“”»*_،-])`;
const ending = `[\\s:：.…"”»*_>‐-―-]*$`;

const opener = new RegExp(
  `^(?:${anyOf(...languages.map(({ opens = '' }) => opens))}(?=[\\s,.:\\d])|${anyOf(attributionOpensUnspaced)})`,
  'iu',
);
// Case matters: "On" with a capital is rare within a sentence.
const openerWithin =
  /(?<=[^\s-])[ \t]*(?:-{2,}[ \t]*|[ \t])(?=(?:On|Am|Le|El|Il|Em|Op|Den|W dniu|Dnia|Dne|Pe|La) [\p{L}\d])/gu;
const verbAtEnd = new RegExp(`(?:${before}${verbs}|${unspaced})${ending}`, 'iu');
const unspacedAtEnd = new RegExp(`${unspaced}${ending}`, 'iu');
const verbThenDate = new RegExp(`${before}${verbs}[\\s,(:]`, 'iu');
const verbThenName = new RegExp(`${before}${verbsFirst}\\s(?<name>.{1,160})$`, 'iu');
const narrated = new RegExp(
  `(?:^|[\\s,])(?!je\\snapis)${anyOf(narrators)}\\s(?:have\\s|had\\s|has\\s|haben\\s|hatte\\s)?${verbs}|${verbs}\\s${anyOf(narrators)}(?:[\\s,:]|$)`,
  'iu',
);
const tale = new RegExp(
  `(?:^|[\\s,])(?:${anyOf(articles)}\\s\\p{Ll}[\\p{L}-]*|(?<!von\\s)(?:der|die|das)\\s\\p{L}+)\\s(?:hat\\s)?${verbs}${ending}`,
  'u',
);
const address = /[^\s<>@"'()[\],;:]{1,100}@[^\s<>@"'()[\],;:]{2,100}/u;
const addressAtEnd = /@[^\s<>@]{2,100}(?:\s?[<(]mailto:[^\s<>]{2,120})?[\s>)\]"'*_]*[:：]?[\s*_]*$/u;
const quoting = new RegExp(`^${anyOf(quotings)}\\s.{2,120}$`, 'iu');
const bracketedAtEnd = /[<(]\s?[^\s<>]*@[^\s<>]{2,100}(?:\s?[<(]mailto:[^\s<>]{2,120})?[\s>)\]"'*_]*[:：][\s*_]*$/u;
const verbAfterAddress = new RegExp(`@[^\\s<>@]{2,100}[\\s>)\\]"',*_]{0,6}${verbs}${ending}`, 'iu');
// "Nora Lind <nora@clinic.example> schrieb am 5. März", and in Turkish the date comes before the verb.
const bracketThenVerb = new RegExp(
  `@[^\\s<>@]{2,100}[\\s>)\\]"',*_]{1,6}(?:${verbs}[\\s(]|${unspaced}|[\\p{L}\\d][^<>@]{1,60}(?:\\s${verbs}|${unspaced})${ending})`,
  'iu',
);
// A line may break after the address, before the rest of the date.
const withinName = /<[^\s<>@]{1,100}@[^\s<>@]{2,100}[<>]/u;
// Gmail's old line in any language, where the address is hidden.
const stampAndName = /^\d{4}[-/]\d{1,2}[-/]\d{1,2} \d{1,2}:\d\d (?:GMT|UTC)[+-]\d\d:?\d\d\s\S[^<>@]{0,80}$/u;
const stampBy = new RegExp(
  `\\d{4},? \\d{1,2}[:.]\\d\\d(?::\\d\\d)?,? ${anyOf(byWords)} [^\\s<>@]{1,100}@[^\\s<>@]{2,100}\\s?:$`,
  'iu',
);
const nameAddressDash = /^"[^"]{1,80}" [^\s<>@]{1,100}@[^\s<>@]{2,100} [–-] /u;
// GroupWise writes `>>>` on both sides.
const pointed = /^>>> .{3,300} >>>$/u;
// Some programs let the mail they quote begin on the same line.
const quoteOnSameLine = new RegExp(`^(.{8,300}?${before}${verbs}\\s?[:：])(?: {2,}| ?>|(?=[\\p{L}<])).*$`, 'iu');

export function attributionAt(lines: readonly TextLine[], at: number): Attribution | null {
  const first = lines[at]!;
  if (first.fenced || first.blank || first.depth > 0) return null;
  if (!mayOpen(first.clean) && lines[at + 1]?.clean.startsWith('<') !== true) return null;
  const above = lines[at - 1];
  const apart = above === undefined || above.blank || isRule(above) || headerLabelOf(above.clean) !== null;
  let joined = '';
  let verb = false;
  for (let next = at; next < Math.min(lines.length, at + maxLines); next += 1) {
    const line = lines[next]!;
    if (line.blank) {
      if (!resumes(lines, next)) break;
      continue;
    }
    if (next > at && ((line.depth > 0 && !endsBrokenLine(line)) || opensAnother(line.clean))) break;
    joined = joined === '' ? line.clean : `${joined} ${line.clean}`;
    if (joined.length > maxLength) break;
    verb ||= mayHaveVerb(line);
    const quoted = quoteFollows(lines, next + 1);
    if (!quoted && !mayName.test(joined)) continue;
    const below = lines[next + 1];
    const around = { quoted, apart, listed: below !== undefined && isDated(below), verb };
    const confidence = confidenceOf(joined, around);
    if (confidence > 0) return beginsLater(lines, { at, next, around }) ? null : { to: next + 1, confidence };
  }
  return null;
}

/** A cheap test: an attribution has an address or a colon, the year first or a frame, unless a quote is below. */
const mayName = /[@:：]|^\d{4}|^[-‐-―─_=*]{2,}/u;
const isDated = onceFor(({ clean }: TextLine) => hasDate(clean));

/** Whether an attribution with the same end begins further down; then the lines above it are the author's. */
function beginsLater(
  lines: readonly TextLine[],
  { at, next, around }: { at: number; next: number; around: Around },
): boolean {
  const first = unframed(lines[at]!.clean);
  if (opener.test(first) && (/\d/.test(first) || !first.includes(' '))) return false;
  let joined = '';
  for (let from = next; from > at; from -= 1) {
    const { clean } = lines[from]!;
    joined = joined === '' ? clean : `${clean} ${joined}`;
    if (clean.startsWith('<') || (!address.test(clean) && withinName.test(lines[from - 1]!.clean))) continue;
    if (lines[from - 1]!.clean.endsWith('<')) continue;
    const opens = hasDate(clean) && opensLikeAttribution(unframed(clean));
    if (!opens && wraps(lines[from - 1]!, clean)) continue;
    const own = confidenceOf(joined, around);
    if (opens ? own > 0 : own >= 0.75) return true;
  }
  return false;
}

/** Whether a mail program may have broken the line there, because the next word did not fit. */
const wraps = (above: TextLine, clean: string): boolean => above.clean.length + clean.search(/\s|$/) >= 58;

/** The index in a line of the author where an attribution begins that continues to a quote, or 0. */
export function attributionWithin(lines: readonly TextLine[], at: number): number {
  const line = lines[at]!;
  if (line.fenced || line.clean.startsWith('>') || line.raw.length > maxLength) return 0;
  for (const { index, 0: gap } of line.raw.matchAll(openerWithin)) {
    const start = gap.includes('--') ? index : index + gap.length;
    const rest = line.raw.slice(start);
    if (!hasDate(rest.slice(0, 60))) continue;
    const parted = [readLine(rest), ...lines.slice(at + 1, at + maxLines + 3)];
    const found = attributionAt(parted, 0);
    if (found !== null && found.confidence >= 0.85 && quoteFollows(parted, found.to)) return start;
  }
  return 0;
}

/** A cheap test for every line. */
const mayOpen = (clean: string): boolean => /[\d@<:：]/.test(clean) || opener.test(clean) || /wrote|---/i.test(clean);

/** Some programs break the line at an address and leave a blank line: the rest begins with `<`. */
function resumes(lines: readonly TextLine[], at: number): boolean {
  const next = nextInked(lines, at);
  return next - at <= 2 && lines[next]?.clean.startsWith('<') === true;
}

/** True for a label, a divider or a signature mark, which cannot continue an attribution. */
const opensAnother = (clean: string): boolean => /^--/.test(clean) || headerLabelOf(clean) !== null;

/** `> wrote:`, where the line was broken before the closing bracket of an address. */
const endsBrokenLine = (line: TextLine): boolean =>
  line.depth === 1 && line.body.length < 25 && /[:：]$/.test(line.body);

function quoteFollows(lines: readonly TextLine[], at: number): boolean {
  const next = lines[nextInked(lines, at)];
  if (next === undefined || next.fenced) return false;
  return (
    (next.depth > 0 && !endsBrokenLine(next)) ||
    next.clean.startsWith('|') ||
    headerLabelOf(next.clean) === 'from' ||
    asksToWriteAbove(next.clean)
  );
}

/** The confidence that the text is an attribution line and nothing else; 0 for none. */
function confidenceOf(text: string, around: Around): number {
  const framed = /^[-‐-―─_=*]{2,}/u.test(text) && /[-‐-―─_=*]{2,}$/u.test(text);
  const line = unframed(opener.test(text) ? text.replace(quoteOnSameLine, '$1') : text);
  if (line.length < 4) return 0;
  const colon = /[:：][\s*_]*$/.test(line);
  const [hasAddress, dated] = [line.includes('@') && address.test(line), hasDate(line)];
  if (!hasAddress && !dated && !framed && !(around.quoted && colon)) return 0;
  if (pointed.test(text) && hasAddress && dated) return 0.92;
  if (stampAndName.test(line) || stampBy.test(line) || (dated && nameAddressDash.test(text)))
    return around.apart || around.quoted ? 0.85 : 0;
  if (!around.verb) return withoutVerb({ ...around, line, colon, atEnd: false, hasAddress, dated });
  const atEnd = verbAtEnd.test(line);
  if (!hasAddress && ((narrated.test(line) && !isAddressed(line, around)) || tale.test(line))) return 0;
  const facts = { ...around, line, colon, atEnd, hasAddress, dated };
  if (framed && atEnd && line.split(' ').length <= 12) return 0.95;
  return Math.max(withVerb(facts), withoutVerb(facts));
}

/** Eudora and The Bat! call the quoted author "you"; between a date and a quote that is an attribution. */
const isAddressed = (line: string, { quoted }: Around): boolean =>
  quoted && opener.test(line) && hasClock(line) && line.split(' ').length <= 14;

type Facts = Around &
  Readonly<{
    line: string;
    colon: boolean;
    atEnd: boolean;
    hasAddress: boolean;
    dated: boolean;
  }>;

function withVerb({ line, quoted, colon, atEnd, hasAddress, dated }: Facts): number {
  const opens = opensLikeAttribution(line);
  if (atEnd && dated && opens && (colon || hasAddress || quoted)) return hasAddress ? 0.98 : 0.9;
  if (atEnd && hasAddress && colon && dated && opensWithName(line)) return 0.95;
  if (atEnd && colon && verbAfterAddress.test(line) && opensWithName(line)) return 0.85;
  if (colon && dated && bracketThenVerb.test(line) && opensWithTitle(line)) return 0.92;
  if (atEnd && colon && quoted && /^\p{Lu}| via /u.test(line) && line.split(' ').length <= 8) return 0.8;
  if (dated && colon && unspacedAtEnd.test(line) && opensWithName(line)) return 0.85;
  const name = verbThenName.exec(line)?.groups?.name;
  if (name !== undefined && dated && opens && (colon || quoted) && (hasAddress || isName(name)))
    return hasAddress ? 0.95 : 0.8;
  if (dated && verbThenDate.test(line) && (colon || quoted) && opensWithName(line)) return hasAddress ? 0.95 : 0.75;
  return 0;
}

/** Gmail in Japanese, Russian or Hebrew, Mail.ru and others write a date and an address without a verb. */
function withoutVerb({ line, quoted, apart, listed, colon, hasAddress, dated }: Facts): number {
  if (hasAddress && colon && quoting.test(line) && bracketedAtEnd.test(line)) return 0.9;
  if (quoted && hasAddress && headerLabelOf(line) === 'from') return 0.85;
  if (!hasAddress || !dated) return 0;
  const opens = opensLikeAttribution(line);
  if (opens && colon && ((apart && !listed) || quoted) && bracketedAtEnd.test(line) && isDateAndName(line)) return 0.92;
  if (quoted && opens && addressAtEnd.test(line)) return 0.9;
  return quoted && colon && (opens || opensWithName(line)) ? 0.9 : 0;
}

/** A word such as "On", a day of the week, or the date itself. */
const opensLikeAttribution = (line: string): boolean =>
  (opener.test(line) && /[\d@]/.test(line.slice(0, 70))) || /^\d/.test(line) || opensWithWeekday(line);

/** Whether the text before the address or the date is a name and no sentence. */
function opensWithName(line: string): boolean {
  const end = line.search(/[<@\d(]/);
  const head = line.slice(0, end < 0 ? 80 : end).trim();
  return head.length <= 80 && head.split(/\s+/).length <= 7 && !/[!?:;]|\p{Ll}{3}\.\s/u.test(head);
}

/** Whether the text before the address is a display name of any form and no sentence. */
function opensWithTitle(line: string): boolean {
  const head = line.slice(0, line.search(/[<(]/)).trim();
  return head.length <= 120 && head.split(/\s+/).length <= 14 && !/[?;@]|:\s|\p{Ll}{3}[.!]\s\p{Lu}/u.test(head);
}

/** Whether a line has only a date and a name. A line of a log has a date and an address, too, but more text. */
function isDateAndName(line: string): boolean {
  const head = line.slice(0, line.search(/[<(]/));
  return head.split(/\s+/).length <= 20 && !/[?;=]|!$|\p{L}:\s/u.test(head);
}

const startsWithArticle = new RegExp(`^${anyOf(articles)}\\s`, 'iu');
const isName = (text: string): boolean =>
  text.split(/\s+/).length <= 6 &&
  !startsWithArticle.test(text) &&
  /^["'(]?[\p{Lu}\p{Lo}\d"]|^test/iu.test(text) &&
  !/[!?;]/.test(text);
