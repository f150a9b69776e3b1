// Subjects: separates the author's words from what mail programs, gateways and Postern put before them.
//
// The ticket's title, the subject of our own mail and the comparison of two mails must agree, or mail
// programs split the thread. Many more prefixes are stripped than the `Re: ` of RFC 5322 section 3.6.5,
// much as in RFC 5256 section 2.1.
import { forwardPrefixes, gatewayMarks, replyAndForwardPrefixes } from './subject-marks.ts';
import { directionMarks } from './unseen.ts';

// A safety limit: decoded subjects have at most 250 characters here.
const maxSubject = 1000;
// Left over by web mail, beside direction marks. Not the joiners U+200C and U+200D: some scripts need them in words.
const zeroWidth = /[\u200b\u2060]/g;
const control = /[\u0000-\u001f\u007f-\u009f]/g;

// `Re:`, `RE[2]:`, `Re(2):`, `Re^3:`, `Re *2:`, `Réf. :`, `回复：`
const prefix = /^([\p{L}\p{M}]{1,16})\.?\s?(?:\[\d{1,3}\]|\(\d{1,3}\)|[*^]?\d{1,3})?\s{0,2}[:：]\s*/u;
const bracketed =
  /^\s*(?:\[([^[\]]{2,30})\]|\(([^()]{2,30})\)|\*{1,4}([^*]{2,30})\*{1,4}|<([^<>]{2,30})>)\s*[:：-]?\s*/;
const bareMark = /^(external|extern|externe|externo|esterno)\s{0,2}[:：]\s*/i;
// How old Mozilla marks a forwarded subject.
const wrapped = /^\[\s?(?:fwd?|wg|tr|i|rv|enc)\s?:\s*(.*)\]$/i;

const deskTag = /\[\s?[A-Za-z]{0,10}\s?[#-]\s?\d{1,12}\s?\]/;
const tag = /\[\s?PT-\s?(\d{1,12})\s?\]/gi;

/** The subject without reply and forward prefixes and gateway marks: the same for all mail of a thread. */
export function threadSubject(subject: string): string {
  let rest = oneLine(subject);
  for (let before = ''; before !== rest; ) {
    before = rest;
    rest = withoutPrefix(withoutMark(wrapped.exec(rest)?.[1] ?? rest)).trim();
  }
  return rest;
}

/** The author's own words: `threadSubject` without our tags anywhere. */
export function ownSubject(subject: string): string {
  let rest = threadSubject(subject);
  for (let before = ''; before !== rest; ) {
    before = rest;
    rest = threadSubject(rest.replace(tag, ' '));
  }
  return rest;
}

/** Whether it is that of a reply: it has a prefix, or the tag of some desk, such as `[#42]` or `[PT-42]`. */
export function saysItAnswers(subject: string): boolean {
  const line = oneLine(subject);
  const unmarked = withoutMark(line);
  return deskTag.test(line) || withoutPrefix(unmarked) !== unmarked;
}

/** Whether it is that of a forwarded mail: the outermost prefix is one of forwarding, and it has no tag of ours. */
export function saysItForwards(subject: string): boolean {
  const line = withoutMark(oneLine(subject));
  const word = prefix.exec(line)?.[1]?.normalize('NFC').toLowerCase() ?? '';
  return (forwardPrefixes.has(word) || wrapped.test(line)) && taggedTicket(subject) === null;
}

/** The number in the first of our tags. Anyone can write one, so it gives access to nothing by itself. */
export function taggedTicket(subject: string): number | null {
  for (const [, digits] of oneLine(subject).matchAll(tag)) if (Number(digits) > 0) return Number(digits);
  return null;
}

function withoutPrefix(subject: string): string {
  const match = prefix.exec(subject);
  const word = match?.[1]?.normalize('NFC').toLowerCase();
  return match && word && replyAndForwardPrefixes.has(word) ? subject.slice(match[0].length) : subject;
}

function withoutMark(subject: string): string {
  const match = bracketed.exec(subject);
  const mark = (match?.[1] ?? match?.[2] ?? match?.[3] ?? match?.[4])?.trim().normalize('NFC').toLowerCase();
  return match && mark && gatewayMarks.has(mark) ? subject.slice(match[0].length) : subject.replace(bareMark, '');
}

/** Trimmed, on one line, in composed characters (NFC), without invisible ones. */
function oneLine(subject: string): string {
  return subject
    .slice(0, maxSubject)
    .normalize('NFC')
    .replace(control, ' ')
    .replace(directionMarks, '')
    .replace(zeroWidth, '')
    .replace(/\s+/g, ' ')
    .trim();
}
