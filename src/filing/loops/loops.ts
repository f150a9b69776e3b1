// Loops: two systems that thank each other forever, where no header says that one is a machine.
//
// People may write as much as they like. What counts is what only a machine does: the same words
// again and again, or an answer within seconds to each automatic mail of ours and to nothing else.
// Nothing is lost by it: what repeats itself is held, what answers itself is kept and not answered,
// and an agent is told once. All of it is read from PostgreSQL, so restarts and many workers change
// nothing; each rule looks at a short while only, so it ends by itself.
import type { Tx } from '../../db/database.ts';
import { fingerprintOf } from '../../mail/fingerprint.ts';
import { ownSubject } from '../../mail/subject.ts';
import { automaticMailTo, mailsWithContent, wordsBy } from '../../tickets/loop-facts.ts';
import type { MailFacts } from '../read-mail.ts';
import { reactions, saidWords, saysLittleNew } from './reactions.ts';

/** What a mail says, to be compared with what its author said before. */
export type Content = Readonly<{ contentHash: string }>;

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const repeatsMs = 10 * minuteMs;
const maxRepeats = 2;

export function contentOf({ author, message, newText }: MailFacts, ticketNumber: number | null): Content {
  const text = newText.text.slice(0, 20_000).replace(/\s+/g, ' ').trim();
  const files = message.attachments.map(({ sha256 }) => sha256);
  const by = author?.address ?? null;
  return {
    contentHash: fingerprintOf([by, String(ticketNumber), ownSubject(message.subject).toLowerCase(), text, ...files]),
  };
}

/** The same words from the same author for the third time in ten minutes; `first` time that it is so. */
export async function repeatedBefore(
  tx: Tx,
  { mail }: MailFacts,
  { contentHash }: Content,
): Promise<{ first: boolean; ticketNumber: number | null } | null> {
  const at = new Date(mail.receivedAt).getTime();
  const period = { from: new Date(at - repeatsMs), to: new Date(at + repeatsMs) };
  const rows = await mailsWithContent(tx, { contentHash, except: mail.id, period });
  if (rows.length < maxRepeats) return null;
  const ticketNumber = rows.find(row => row.ticketNumber !== null)?.ticketNumber ?? null;
  return { first: rows.length === maxRepeats, ticketNumber };
}

/** How many answers at once are too many: of who says hardly anything new, and of anybody. */
const tooMany = [
  { count: 3, withinMs: 120_000, alike: true },
  { count: 6, withinMs: 10_000, alike: false },
  { count: 12, withinMs: 30_000, alike: false },
];
const fewest = 3;

/** Whether the author does nothing on this ticket but answer our automatic mail at once. */
export async function reactsOnTicket(tx: Tx, reading: MailFacts, ticketNumber: number): Promise<boolean> {
  const { mail, author, meaning, newText } = reading;
  // Who gives orders waits for what we say of them, and no machine does.
  if (meaning.given.some(({ marked, command }) => marked && !['unknown', 'invalid'].includes(command.kind)))
    return false;
  const at = new Date(mail.receivedAt);
  const since = new Date(at.getTime() - hourMs);
  const address = author?.address ?? '';
  const sent = await automaticMailTo(tx, { ticketNumber, address, since });
  if (sent.length < fewest) return false;
  const before = await wordsBy(tx, { ticketNumber, address, since });
  const events = [...before, { at }];
  const said = before.map(({ text }) => saidWords(text));
  const isAlike = saysLittleNew(saidWords(newText.text), said);
  return tooMany.some(
    ({ count, withinMs, alike }) => (isAlike || !alike) && reactions(events, sent, withinMs) >= count,
  );
}
