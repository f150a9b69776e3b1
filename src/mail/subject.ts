// Subjects: what is the author's and what mail programs, gateways and we ourselves have put before it.
//
// One reading for everyone: the ticket's title, the subject of our own mail and the comparison of
// two mails of a thread must never disagree, or mail programs split the thread. Prefixes are
// stripped far beyond the `Re: ` of RFC 5322 section 3.6.5, much as RFC 5256 section 2.1 does.
import { gatewayMarks, replyAndForwardPrefixes } from './subject-marks.ts';
import { directionMarks } from './unseen.ts';

// A decoded subject has at most 250 characters by then; this only bounds what a caller forgot to cut.
const maxSubject = 1000;
// What web mail leaves behind beside direction marks. The joiners, U+200C and U+200D, are part of words in some scripts.
const zeroWidth = /[\u200b\u2060]/g;
const control = /[\u0000-\u001f\u007f-\u009f]/g;

// `Re:`, `RE[2]:`, `Re(2):`, `Re^3:`, `Re *2:`, `Réf. :`, `回复：`
const prefix = /^([\p{L}\p{M}]{1,16})\.?\s?(?:\[\d{1,3}\]|\(\d{1,3}\)|[*^]?\d{1,3})?\s{0,2}[:：]\s*/u;
const bracketed =
  /^\s*(?:\[([^[\]]{2,30})\]|\(([^()]{2,30})\)|\*{1,4}([^*]{2,30})\*{1,4}|<([^<>]{2,30})>)\s*[:：-]?\s*/;
const bareMark = /^(external|extern|externe|externo|esterno)\s{0,2}[:：]\s*/i;
// What Mozilla once made of a forwarded subject.
const wrapped = /^\[\s?(?:fwd?|wg|tr|i|rv|enc)\s?:\s*(.*)\]$/i;

const deskTag = /\[\s?[A-Za-z]{0,10}\s?[#-]\s?\d{1,12}\s?\]/;
const tag = /\[\s?PT-\s?(\d{1,12})\s?\]/gi;

/** The subject without reply and forward prefixes and gateways' marks: what all mail of a thread has in common. */
export function threadSubject(subject: string): string {
  let rest = oneLine(subject);
  for (let before = ''; before !== rest; ) {
    before = rest;
    rest = withoutPrefix(withoutMark(wrapped.exec(rest)?.[1] ?? rest)).trim();
  }
  return rest;
}

/** The author's own words: `threadSubject` without our tags, wherever they stand. */
export function ownSubject(subject: string): string {
  let rest = threadSubject(subject);
  for (let before = ''; before !== rest; ) {
    before = rest;
    rest = threadSubject(rest.replace(tag, ' '));
  }
  return rest;
}

/** Whether it says of itself that it answers: by a prefix, or by the tag of some desk, such as `[#42]` or `[PT-42]`. */
export function saysItAnswers(subject: string): boolean {
  const line = oneLine(subject);
  const unmarked = withoutMark(line);
  return deskTag.test(line) || withoutPrefix(unmarked) !== unmarked;
}

/** The number in the first of our tags. Anyone can write one: it is a hint and opens nothing by itself. */
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

/** Trimmed, on one line, in composed characters, with none that only a machine sees. */
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
