// Loops: two systems that thank each other forever, where no header says that one is a machine.
//
// People may write as much as they like. What counts is what only a machine does: the same words
// again and again, or an answer within seconds to each automatic mail of ours and to nothing else.
// Nothing is lost by it: what repeats itself is held, what answers itself is kept and not answered,
// and an agent is told once. All of it is read from PostgreSQL, so restarts and many workers change
// nothing; each rule looks at a short while only, so it ends by itself.
import { and, between, eq, gt, ne, notInArray, sql } from 'drizzle-orm';
import type { Tx } from '../../db/database.ts';
import { mails } from '../../db/schema/mails.ts';
import { messages } from '../../db/schema/messages.ts';
import { outbox } from '../../db/schema/outbox.ts';
import { fingerprintOf } from '../../mail/fingerprint.ts';
import { ownSubject } from '../../mail/subject.ts';
import type { MailFacts } from '../read-mail.ts';
import { reactions, saidWords, saysLittleNew } from './reactions.ts';

/** What a mail says, to be compared with what its author said before. */
export type Words = Readonly<{ contentHash: string }>;

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const repeatsMs = 10 * minuteMs;
const maxRepeats = 2;

export function wordsOf({ author, message, newText }: MailFacts, ticketNumber: number | null): Words {
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
  { contentHash }: Words,
): Promise<{ first: boolean; ticketNumber: number | null } | null> {
  const at = new Date(mail.receivedAt).getTime();
  const same = and(
    eq(mails.contentHash, contentHash),
    ne(mails.id, mail.id),
    between(mails.receivedAt, new Date(at - repeatsMs), new Date(at + repeatsMs)),
    notInArray(mails.disposition, ['duplicate', 'pending']),
  );
  // One after another where the words are the same, or several at once would not see each other.
  const [, rows] = await Promise.all([
    tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${contentHash}, 0))`),
    tx.select({ ticketNumber: mails.ticketNumber }).from(mails).where(same).limit(100),
  ]);
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
  const sent = await tx
    .select({ at: outbox.createdAt, sentAt: outbox.sentAt })
    .from(outbox)
    .where(
      and(
        eq(outbox.ticketNumber, ticketNumber),
        eq(outbox.recipientEmail, address),
        gt(outbox.createdAt, since),
        sql`${outbox.notice} ->> 'kind' <> 'answer'`,
      ),
    );
  if (sent.length < fewest) return false;
  const before = await tx
    .select({ at: messages.createdAt, text: messages.text })
    .from(messages)
    .where(
      and(
        eq(messages.ticketNumber, ticketNumber),
        eq(messages.authorEmail, address),
        gt(messages.createdAt, since),
        ne(messages.kind, 'event'),
      ),
    );
  const events = [...before, { at }];
  const said = before.map(({ text }) => saidWords(text));
  const isAlike = saysLittleNew(saidWords(newText.text), said);
  return tooMany.some(
    ({ count, withinMs, alike }) => (isAlike || !alike) && reactions(events, sent, withinMs) >= count,
  );
}
