// Reads a forwarded mail out of the text that a mail program made of it: who wrote it, when, to whom, and its words.
//
// Nothing here is verified: anyone can write such lines. What follows from it is decided by who forwards it.
import { type Address, type Mailbox, toAddress } from '../../mail/address.ts';
import { headerBlockAt, headerLabelOf } from '../quoted/header-block.ts';
import { fieldsWithin, joinedHeader } from '../quoted/labels-within.ts';
import { nextInked, readLines, type TextLine } from '../quoted/lines.ts';
import { splitReply } from '../quoted/split.ts';
import type { HeaderLabel } from '../words/header-labels.ts';
import { dateIn } from './date-in.ts';

export type ForwardedMail = Readonly<{
  author: Mailbox | null;
  /** To and Cc. */
  to: readonly Mailbox[];
  cc: readonly Mailbox[];
  date: Date | null;
  /** Fields of the block other than these, such as `Priorität: Hoch`. */
  otherLines: readonly string[];
  /** What its author newly wrote, without marks of quoting. */
  words: string;
}>;

/** The block stands at the top, below at most a divider and a line or two. */
const maxLinesAbove = 6;
const maxPeople = 50;

/** `mail`: the text from the divider or block on. `offset`: minutes from UTC, for dates that name no zone. */
export function readForward(mail: string, offset = 0): ForwardedMail {
  const lines = unquoted(readLines(mail));
  const at = blockIn(lines);
  if (at === null) return { author: null, to: [], cc: [], date: null, otherLines: [], words: wordsBelow(lines, 1) };
  const to = endOfBlock(lines, at);
  const fields = fieldsIn(lines.slice(at, to));
  const said = (...labels: HeaderLabel[]) => fields.filter(field => labels.includes(field.label));
  return {
    author: said('from').flatMap(({ value }) => mailboxesIn(value))[0] ?? null,
    to: said('to', 'cc').flatMap(({ value }) => mailboxesIn(value)),
    cc: said('cc').flatMap(({ value }) => mailboxesIn(value)),
    date: dateIn(said('date')[0]?.value ?? '', offset),
    otherLines: said('other').map(({ line }) => line),
    // Where the program joined everything into one line, the words stand behind the subject.
    words: wordsBelow(lines, to) || (said('subject')[0]?.value.trim() ?? ''),
  };
}

/** Apple Mail and others mark the forwarded mail as a quote. */
function unquoted(lines: readonly TextLine[]): readonly TextLine[] {
  const inked = lines.slice(1).filter(line => !line.blank);
  if (inked.length === 0 || !inked.every(line => line.depth > 0)) return lines;
  return readLines(lines.map(({ raw, depth }) => (depth > 0 ? raw.replace(/^\s*> ?/, '') : raw)).join('\n'));
}

function blockIn(lines: readonly TextLine[]): number | null {
  let at = nextInked(lines, 0);
  for (let seen = 0; seen < maxLinesAbove && at < lines.length; seen += 1) {
    if (headerBlockAt(lines, at) !== null) return at;
    at = nextInked(lines, at + 1);
  }
  return null;
}

/** A label such as `Priority:` below the last field may be the first line of the mail. */
function endOfBlock(lines: readonly TextLine[], at: number): number {
  const isField = ({ body }: TextLine) => ![null, 'other'].includes(headerLabelOf(body));
  const to = headerBlockAt(lines, at) ?? at + 1;
  let end = at + lines.slice(at, to).findLastIndex(isField) + 1;
  while (end < to && !lines[end]!.blank && headerLabelOf(lines[end]!.body) === null) end += 1;
  return end;
}

/** Yahoo and AOL write the whole header, or two of its fields, on one line. */
const fieldLines = (line: TextLine): Pick<TextLine, 'body' | 'blank'>[] =>
  fieldsWithin(joinedHeader(line)).map(body => ({ body, blank: line.blank }));

type Field = { label: HeaderLabel; value: string; line: string };

function fieldsIn(block: readonly TextLine[]): Field[] {
  const fields: Field[] = [];
  for (const { body, blank } of block.flatMap(fieldLines)) {
    const label = headerLabelOf(body);
    const last = fields.at(-1);
    if (label !== null) fields.push({ label, value: body.slice(body.search(/[:：]/) + 1), line: body });
    else if (last && !blank) last.value += ` ${body}`;
  }
  return fields;
}

/** Proton Mail and others mark only what stands below the header. */
function wordsBelow(lines: readonly TextLine[], from: number): string {
  const below = lines.slice(from);
  const inked = below.filter(line => !line.blank);
  const isMarked = inked.length > 0 && inked.every(({ depth }) => depth > 0);
  return splitReply(below.map(({ raw }) => (isMarked ? raw.replace(/^\s*> ?/, '') : raw)).join('\n')).text;
}

const written = /(?<![^\s<>()[\]";:,'])[^\s<>()[\]";:,']{1,64}@[^\s<>()[\]";:,']{1,255}/g;

/** `Ada Villa <ada@x.example>; "Roe, Max" [mailto:max@x.example]`. */
function mailboxesIn(value: string): Mailbox[] {
  const text = value.slice(0, 8000);
  const found = new Map<Address, Mailbox>();
  let end = 0;
  for (const { 0: address, index } of text.matchAll(written)) {
    const known = toAddress(address.replace(/\.$/, ''));
    const name = text.slice(end, index).replace(/(?:mailto:)$/i, '');
    end = index + address.length;
    if (known && !found.has(known)) found.set(known, { address: known, name: nameIn(name) });
    if (found.size >= maxPeople) break;
  }
  return [...found.values()];
}

/** The display name between two addresses; none where no bracket follows it. */
const nameIn = (between: string): string =>
  /[<([]\s*$/.test(between) ? between.replace(/^[\s,;>)\]"'*]+|[\s"'*<([]+$/g, '').slice(0, 100) : '';
