// The block of From, Sent, To and Subject that Outlook and others put above the mail they answer.
//
// One label proves nothing and two may be a filled-in form, so a block needs three labels of different meaning, or two
// with an address.

import { onceFor } from '../../once.ts';
import { fold } from '../fold.ts';
import type { HeaderLabel } from '../words/header-labels.ts';
import { hasClock, hasDate } from './dates.ts';
import { joinedHeader, kindOfLabel, labelsWithin } from './labels-within.ts';
import { nextInked, type TextLine, unframed } from './lines.ts';

const maxLines = 20;
const maxContinuations = 3;

// Cached, because the search for a block reads each line up to twenty times.
const labelOfLine = onceFor((line: TextLine) => headerLabelOf(line.body));
const labelsInLine = onceFor((line: TextLine) => labelsWithin(joinedHeader(line)).map(({ kind }) => kind));

/** What the label of a line means, or null where it has none. */
export function headerLabelOf(clean: string): HeaderLabel | null {
  const colon = clean.slice(0, 60).search(/[:：]/);
  return colon < 1 ? null : (kindOfLabel.get(fold(unframed(clean.slice(0, colon)))) ?? null);
}

/** The line after the block that begins at `at`, or null. */
export function headerBlockAt(lines: readonly TextLine[], at: number): number | null {
  const first = lines[at]!;
  const kind = first.fenced ? null : labelOfLine(first);
  if (kind === null || kind === 'other' || kind === 'cc') return isFlatBlock(first) ? at + 1 : null;
  if (labelsInLine(first).at(-1) === 'subject' && isFlatBlock(first)) return at + 1;
  const { to, kinds } = gather(lines, at);
  if (!mayProve(kinds)) return null;
  const said = lines.slice(at, to).map(({ body }) => body);
  return isProof(kinds, said.join(' ')) ? to : null;
}

// A date after a `From:` label, as in a form: `From: 5.3.`, `To: 7.3.`.
const beginsDay = /^[^:：]*[:：]\s*\d{1,4}[-./:]\d{1,2}(?:[-./:]\d{0,4})?\s*$/;

type Block = { to: number; kinds: Set<HeaderLabel> };

function gather(lines: readonly TextLine[], at: number): Block {
  const block: Block = { to: at, kinds: new Set() };
  let continuations = 0;
  for (let next = at; next < Math.min(lines.length, at + maxLines); next += 1) {
    const line = lines[next]!;
    if (line.blank) {
      // Text made of HTML may have a blank line between the labels; two blank lines end the block.
      const beyond = nextInked(lines, next);
      if (beyond - next > 1 || beyond >= lines.length || labelOfLine(lines[beyond]!) === null) break;
      continue;
    }
    const kind = labelOfLine(line);
    continuations = kind === null ? continuations + 1 : 0;
    // A repeated label: a second block begins, or the lines are a list and no block.
    const repeated = kind !== null && kind !== 'to' && kind !== 'cc' && kind !== 'other' && block.kinds.has(kind);
    if (continuations > maxContinuations || repeated || (kind === 'from' && beginsDay.test(line.body))) break;
    if (kind === null) continue;
    block.kinds.add(kind);
    for (const within of labelsInLine(line)) block.kinds.add(within);
    block.to = next + 1;
  }
  return block;
}

const hasAddress = /[^\s<>@]@[^\s<>@]/;
const machineDate = /[A-Z][a-z]{2}, \d{1,2} [A-Z][a-z]{2} \d{4} \d{1,2}:\d\d:\d\d [-+]\d{4}/;

const mayProve = (kinds: ReadonlySet<HeaderLabel>): boolean =>
  kinds.size > 1 && (kinds.has('from') || (kinds.has('date') && kinds.has('to')));

function isProof(kinds: ReadonlySet<HeaderLabel>, text: string): boolean {
  // A date in the form of RFC 5322 is enough beside an address: only programs write it.
  if (!kinds.has('from'))
    return kinds.has('date') && kinds.has('to') && machineDate.test(text) && hasAddress.test(text);
  const main = (['from', 'date', 'to', 'subject'] as const).filter(kind => kinds.has(kind)).length;
  const address = hasAddress.test(text);
  // A form may have From, To and a day as well; a mail also has a time or a subject.
  if (main >= 3) return address || (hasDate(text) && (kinds.has('subject') || hasClock(text)));
  return main === 2 && address && (kinds.has('date') || kinds.has('subject'));
}

/** A block that a gateway joined into one line. */
function isFlatBlock(line: TextLine): boolean {
  if (line.fenced || line.clean.length < 20 || !line.body.includes('@')) return false;
  const kinds = new Set(labelsInLine(line));
  return kinds.size >= 3 && isProof(kinds, joinedHeader(line));
}

/**
 * Outlook's rule of underscores and below it three labelled lines, in a language whose labels the table lacks.
 */
export function unknownBlockAt(lines: readonly TextLine[], at: number): number | null {
  if (!/^_{20,}$/.test(lines[at]!.clean)) return null;
  const first = nextInked(lines, at + 1);
  let to = first;
  while (to < lines.length && to - first < 8 && /^[^:：]{2,30}[:：]\s?\S/u.test(lines[to]!.body)) to += 1;
  const text = lines
    .slice(first, to)
    .map(line => line.body)
    .join(' ');
  return to - first >= 3 && /[^\s<>@]@[^\s<>@]/.test(text) && hasDate(text) ? to : null;
}
