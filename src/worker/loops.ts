// Loops: two systems that thank each other forever, where no header says that one is a machine.
//
// People may write as much as they like. What counts is what only a machine does: the same words
// again and again, or an answer within seconds to each automatic mail of ours and to nothing else.
// Nothing is lost by it: what repeats itself is held, what answers itself is kept and not answered,
// and an agent is told once. All of it is read from PostgreSQL, so restarts and many workers change
// nothing; each rule looks at a short while only, so it ends by itself.
import { and, between, eq, gt, ne, notInArray, sql } from 'drizzle-orm';
import type { Tx } from '../db/database.ts';
import { mails } from '../db/schema/mails.ts';
import { outbox } from '../db/schema/outbox.ts';
import { fingerprintOf } from '../mail/fingerprint.ts';
import { ownSubject } from '../mail/subject.ts';
import { type Event, reactions } from './reactions.ts';
import type { Reading } from './read-mail.ts';

/** What a mail says, to be compared with what its author said before. */
export type Words = Readonly<{ said: string; gist: string }>;

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const repeatsMs = 10 * minuteMs;
const maxRepeats = 2;

export function wordsOf({ author, message, split }: Reading, ticketNumber: number | null): Words {
  const text = split.text.slice(0, 20_000).replace(/\s+/g, ' ').trim();
  const files = message.attachments.map(({ sha256 }) => sha256);
  const by = author?.address ?? null;
  return {
    said: fingerprintOf([by, String(ticketNumber), ownSubject(message.subject).toLowerCase(), text, ...files]),
    gist: fingerprintOf([by, text.replace(/[\d\s]+/g, '')]),
  };
}

/** The same words from the same author for the third time in ten minutes; `first` time that it is so. */
export async function repeatedBefore(
  tx: Tx,
  { mail }: Reading,
  { said }: Words,
): Promise<{ first: boolean; ticketNumber: number | null } | null> {
  const at = new Date(mail.receivedAt).getTime();
  const same = and(
    eq(mails.said, said),
    ne(mails.id, mail.id),
    between(mails.receivedAt, new Date(at - repeatsMs), new Date(at + repeatsMs)),
    notInArray(mails.disposition, ['duplicate', 'pending']),
  );
  // One after another where the words are the same, or several at once would not see each other.
  const [, rows] = await Promise.all([
    tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${said}, 0))`),
    tx.select({ ticketNumber: mails.ticketNumber }).from(mails).where(same).limit(100),
  ]);
  if (rows.length < maxRepeats) return null;
  const ticketNumber = rows.find(row => row.ticketNumber !== null)?.ticketNumber ?? null;
  return { first: rows.length === maxRepeats, ticketNumber };
}

/** Nobody reads a mail and answers it in new words within ten seconds, three times in a row. */
const tooMany = [
  { count: 3, withinMs: 120_000, alike: true },
  { count: 3, withinMs: 10_000, alike: false },
  { count: 6, withinMs: 30_000, alike: false },
];

/** Whether the author does nothing on this ticket but answer our automatic mail at once. */
export async function reactsOnTicket(tx: Tx, reading: Reading, where: { ticketNumber: number; gist: string }) {
  const { mail, author } = reading;
  const at = new Date(mail.receivedAt);
  const since = new Date(at.getTime() - hourMs);
  const sent = await tx
    .select({ at: outbox.createdAt, sentAt: outbox.sentAt })
    .from(outbox)
    .where(
      and(
        eq(outbox.ticketNumber, where.ticketNumber),
        eq(outbox.recipientEmail, author?.address ?? ''),
        gt(outbox.createdAt, since),
        sql`${outbox.notice} ->> 'kind' <> 'answer'`,
      ),
    );
  if (sent.length < 3) return false;
  const before = await tx
    .select({ at: mails.receivedAt, gist: mails.gist })
    .from(mails)
    .where(
      and(
        eq(mails.ticketNumber, where.ticketNumber),
        eq(mails.author, author?.address ?? ''),
        gt(mails.receivedAt, since),
        ne(mails.id, mail.id),
      ),
    );
  const events: Event[] = [...before, { at, gist: where.gist }];
  const alikes = events.filter(({ gist }) => gist === where.gist);
  return tooMany.some(({ count, withinMs, alike }) => reactions(alike ? alikes : events, sent, withinMs) >= count);
}
