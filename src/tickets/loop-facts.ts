// What loop detection asks the database: mails with equal words, and what was sent and written lately.
import { and, between, desc, eq, gt, lt, ne, notInArray, type SQL, sql } from 'drizzle-orm';
import type { Tx } from '../db/database.ts';
import { closedIn, closedOn } from '../db/known.ts';
import { mails } from '../db/schema/mails.ts';
import { messages } from '../db/schema/messages.ts';
import { outbox } from '../db/schema/outbox.ts';
import { tickets } from '../db/schema/tickets.ts';

export type Period = Readonly<{ from: Date; to: Date }>;

/** The tickets of other mails with this content in that time. Takes a lock, so that mails of equal content queue. */
export async function mailsWithContent(
  tx: Tx,
  { contentHash, except, period: { from, to } }: Readonly<{ contentHash: string; except: string; period: Period }>,
): Promise<readonly { ticketNumber: number | null }[]> {
  const known = closedIn(tx)?.known;
  if (known) return known.repeats;
  const same = and(
    eq(mails.contentHash, contentHash),
    ne(mails.id, except),
    between(mails.receivedAt, from, to),
    notInArray(mails.disposition, ['duplicate', 'pending']),
  );
  const [, rows] = await Promise.all([
    tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${contentHash}, 0))`),
    tx.select({ ticketNumber: mails.ticketNumber }).from(mails).where(same).limit(100),
  ]);
  return rows;
}

export type OnTicket = Readonly<{ ticketNumber: number; address: string; since: Date }>;

/** Automatic mail of ours to this person on this ticket. */
export const automaticMailTo = async (
  tx: Tx,
  { ticketNumber, address, since }: OnTicket,
): Promise<readonly { at: Date; sentAt: Date | null }[]> =>
  closedOn(tx, ticketNumber)?.known.automatic ??
  (await tx
    .select({ at: outbox.createdAt, sentAt: outbox.sentAt })
    .from(outbox)
    .where(
      and(
        eq(outbox.ticketNumber, ticketNumber),
        eq(outbox.recipientEmail, address),
        gt(outbox.createdAt, since),
        sql`${outbox.notice} ->> 'kind' <> 'answer'`,
      ),
    ));

/** What this person wrote on this ticket. */
export const wordsBy = async (
  tx: Tx,
  { ticketNumber, address, since }: OnTicket,
): Promise<readonly { at: Date; text: string }[]> =>
  closedOn(tx, ticketNumber)?.known.words ??
  (await tx
    .select({ at: messages.createdAt, text: messages.text })
    .from(messages)
    .where(
      and(
        eq(messages.ticketNumber, ticketNumber),
        eq(messages.authorEmail, address),
        gt(messages.createdAt, since),
        ne(messages.kind, 'event'),
      ),
    ));

export type OpenedRow = Readonly<{
  at: Date;
  subject: string;
  text: string | null;
  receipt: Readonly<{ at: Date; sentAt: Date | null; heldBack: boolean }> | null;
}>;

/** Tickets that people of this domain opened in that time, each with its receipt. Newest first. */
export async function openedInDomain(
  tx: Tx,
  domain: string,
  { period: { from, to }, limit, maxText }: Readonly<{ period: Period; limit: number; maxText: number }>,
): Promise<(OpenedRow & Readonly<{ author: string }>)[]> {
  const isTheirs = sql`split_part(${tickets.requesterEmail}, '@', 2) = ${domain}`;
  return openedWhere(tx, and(isTheirs, gt(tickets.createdAt, from), lt(tickets.createdAt, to)), { limit, maxText });
}

/** Tickets that this person opened in that time, each with its receipt. Newest first. */
export async function openedBy(
  tx: Tx,
  address: string,
  { period: { from, to }, limit, maxText }: Readonly<{ period: Period; limit: number; maxText: number }>,
): Promise<OpenedRow[]> {
  const own = and(eq(tickets.requesterEmail, address), gt(tickets.createdAt, from), lt(tickets.createdAt, to));
  return openedWhere(tx, own, { limit, maxText });
}

async function openedWhere(
  tx: Tx,
  which: SQL | undefined,
  { limit, maxText }: Readonly<{ limit: number; maxText: number }>,
): Promise<(OpenedRow & Readonly<{ author: string }>)[]> {
  const text = sql<string | null>`(select left(${messages.text}, ${maxText}) from ${messages}
    where ${messages.ticketNumber} = ${tickets.number} and ${messages.kind} = 'request' order by ${messages.id} limit 1)`;
  const receipt = { at: outbox.createdAt, sentAt: outbox.sentAt, heldBack: outbox.heldBack };
  return tx
    .select({ author: tickets.requesterEmail, at: tickets.createdAt, subject: tickets.subject, text, receipt })
    .from(tickets)
    .leftJoin(
      outbox,
      and(
        eq(outbox.ticketNumber, tickets.number),
        eq(outbox.recipientEmail, tickets.requesterEmail),
        sql`${outbox.notice} ->> 'kind' = 'receipt'`,
      ),
    )
    .where(which)
    .orderBy(desc(tickets.createdAt), outbox.id)
    .limit(limit);
}
