// Tickets that were opened by an answer to a mail that never reached us.
import { and, asc, eq, isNotNull, sql } from 'drizzle-orm';
import type { Tx } from '../db/database.ts';
import { mails } from '../db/schema/mails.ts';

/** Answers to the same mail queue: each waits here until the transaction of the other ends. */
export async function lockThread(tx: Tx, ids: readonly string[]): Promise<void> {
  const inOrder = sql.param([...new Set(ids)].sort());
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(id, 1)) from unnest(${inOrder}::text[]) as id`);
}

/** The tickets whose first mail answers one of these ids, the oldest first. */
export async function openedByAnswerTo(tx: Tx, ids: readonly string[]): Promise<number[]> {
  const answers = sql`${mails.awaitsMessageIds} && ${sql.param([...ids])}::text[]`;
  const rows = await tx
    .select({ ticketNumber: mails.ticketNumber })
    .from(mails)
    .where(and(eq(mails.disposition, 'opened'), isNotNull(mails.ticketNumber), answers))
    .orderBy(asc(mails.id))
    .limit(10);
  return rows.map(({ ticketNumber }) => ticketNumber!);
}

/** What the mail that opened this ticket named: the ids that it answers, and its subject as it came. */
export async function openingOf(
  tx: Tx,
  ticketNumber: number,
): Promise<Readonly<{ ids: readonly string[]; subject: string; author: string | null }> | null> {
  const [row] = await tx
    .select({ ids: mails.awaitsMessageIds, subject: mails.subject, author: mails.author })
    .from(mails)
    .where(and(eq(mails.ticketNumber, ticketNumber), eq(mails.disposition, 'opened')))
    .limit(1);
  return row ? { ids: row.ids ?? [], subject: row.subject ?? '', author: row.author } : null;
}
