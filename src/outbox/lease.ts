// Who sends a row holds its lease: until then no other worker touches it. The lease is the row's next attempt, so a
// worker that dies lets go of it by time, and a worker of an earlier release respects it.
import { and, asc, eq, inArray, lte, sql } from 'drizzle-orm';
import type { Database } from '../db/database.ts';
import { outbox } from '../db/schema/outbox.ts';
import type { OutboxRow } from './rows.ts';

/** So long a worker may be silent before another one sends its rows; it renews them long before that. */
export const leaseMs = 10_000;

/** The columns of a row whose lease begins now. */
export const leased = { nextAttemptAt: sql`now() + ${sql.raw(`interval '${leaseMs} ms'`)}` };
export const isDue = and(eq(outbox.state, 'queued'), lte(outbox.nextAttemptAt, sql`now()`));

/** Leases those of these rows that are due and that no other worker takes at this moment. */
export async function leaseRows(db: Database, ids: readonly string[]): Promise<OutboxRow[]> {
  const free = db
    .select({ id: outbox.id })
    .from(outbox)
    .where(and(isDue, inArray(outbox.id, [...ids])))
    .for('update', { skipLocked: true });
  return db.update(outbox).set(leased).where(inArray(outbox.id, free)).returning();
}

/** Leases the rows that are due, the longest first. */
export async function leaseDue(db: Database, atMost: number): Promise<OutboxRow[]> {
  const free = db
    .select({ id: outbox.id })
    .from(outbox)
    .where(isDue)
    .orderBy(asc(outbox.nextAttemptAt))
    .limit(atMost)
    .for('update', { skipLocked: true });
  return db.update(outbox).set(leased).where(inArray(outbox.id, free)).returning();
}

export type LeasedRow = Readonly<{ id: string; until: Date }>;

/**
 * Renews what is still ours, and answers until when. A row that another worker has leased since is left alone: it took
 * the row after our lease had ended, so its own ends a whole lease later than ours, or more.
 */
export async function renewLeases(db: Database, held: readonly LeasedRow[]): Promise<Map<string, Date>> {
  const column = (values: readonly string[]) => sql.param([...values]);
  const { rows } = await db.execute<{ id: string; until: Date }>(sql`
    update outbox set next_attempt_at = ${leased.nextAttemptAt}
    from (select unnest(${column(held.map(({ id }) => id))}::text[]) as id,
      unnest(${column(held.map(({ until }) => until.toISOString()))}::timestamptz[]) as until) as d
    where outbox.id = d.id and outbox.state = 'queued' and outbox.next_attempt_at >= d.until
      and outbox.next_attempt_at < d.until + ${sql.raw(`interval '${leaseMs} ms'`)}
    returning outbox.id, outbox.next_attempt_at as until`);
  return new Map(rows.map(({ id, until }) => [id, new Date(until)]));
}

/** Lets go of rows that were not sent after all. */
export async function returnLeases(db: Database, ids: readonly string[]): Promise<void> {
  const rows = and(eq(outbox.state, 'queued'), inArray(outbox.id, [...ids]));
  await db.update(outbox).set({ nextAttemptAt: sql`now()` }).where(rows);
}

export type SentRow = Readonly<{ id: string; lastReply: string; relayedAs: string | null }>;

/** Records what the relay took, in one statement. A row that a report has concluded since keeps its state. */
export async function concludeSent(db: Database, sent: readonly SentRow[]): Promise<void> {
  const column = (values: readonly (string | null)[]) => sql.param([...values]);
  await db.execute(sql`
    update outbox set state = 'sent', attempts = outbox.attempts + 1, sent_at = clock_timestamp(), last_reply = d.reply,
      relayed_as = d.relayed
    from (select unnest(${column(sent.map(({ id }) => id))}::text[]) as id,
      unnest(${column(sent.map(({ lastReply }) => lastReply))}::text[]) as reply,
      unnest(${column(sent.map(({ relayedAs }) => relayedAs))}::text[]) as relayed) as d
    where outbox.id = d.id and outbox.state = 'queued'`);
}
