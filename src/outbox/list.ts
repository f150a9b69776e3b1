// The outbox as operators see it, and their order to try again.
import { and, asc, eq, gt, inArray, or, type SQL, sql } from 'drizzle-orm';
import type { Database } from '../db/database.ts';
import { outbox } from '../db/schema/outbox.ts';
import { keyOf } from '../desk/ticket.ts';
import { isDue, leaseMs } from './lease.ts';
import { announceOutbox } from './outbox.ts';

type Row = typeof outbox.$inferSelect;

/** A mail that must go out, as `postern outbox list --json` prints it. A public format. */
export type OutboxView = Readonly<{
  id: string;
  ticket: string | null;
  to: string;
  state: Row['state'];
  attempts: number;
  /** Null where no further attempt is made. */
  nextAttemptAt: string | null;
  /** The relay's last answer, or why there was none. */
  lastReply: string | null;
}>;
/** `due`: should have gone out by now. `failed`: given up, or reported as undeliverable. Neither: all that is not out. */
export type OutboxFilter = Readonly<{ due?: boolean; failed?: boolean }>;

const rowsAtOnce = 1_000;
const givenUp = ['failed', 'undeliverable'] as const;

/** In the order in which they were written, read page by page. */
export async function* listOutbox(db: Database, filter: OutboxFilter): AsyncGenerator<OutboxView> {
  const wanted = matching(filter);
  for (let last = ''; ; ) {
    const rows = await db
      .select()
      .from(outbox)
      .where(and(wanted, gt(outbox.id, last)))
      .orderBy(asc(outbox.id))
      .limit(rowsAtOnce);
    yield* rows.map(viewOf);
    if (rows.length < rowsAtOnce) return;
    last = rows.at(-1)!.id;
  }
}

function matching({ due, failed }: OutboxFilter): SQL | undefined {
  const isFailed = inArray(outbox.state, [...givenUp]);
  if (due && failed) return sql`(${isDue} or ${isFailed})`;
  if (due) return isDue;
  if (failed) return isFailed;
  return inArray(outbox.state, ['queued', 'failed']);
}

const viewOf = (row: Row): OutboxView => ({
  id: row.id,
  ticket: row.ticketNumber === null ? null : keyOf(row.ticketNumber),
  to: row.recipientEmail,
  state: row.state,
  attempts: row.attempts,
  nextAttemptAt: row.state === 'queued' ? row.nextAttemptAt.toISOString() : null,
  lastReply: row.lastReply,
});

/** Waits for longer than a lease. A row that is due within one may be on its way to the relay just now. */
const waits = and(eq(outbox.state, 'queued'), gt(outbox.nextAttemptAt, sql`now() + ${`${leaseMs} ms`}::interval`));

/** Makes one mail due now, given up or not. What was sent is not sent again. */
export const retryOutbox = (db: Database, id: string): Promise<OutboxView[]> =>
  retry(db, and(eq(outbox.id, id), or(waits, inArray(outbox.state, [...givenUp]))));

/** Makes all mail due now that waits or was given up; mail that was sent and came back is not among it. */
export const retryAllOutbox = (db: Database): Promise<OutboxView[]> => retry(db, or(waits, eq(outbox.state, 'failed')));

async function retry(db: Database, which: SQL | undefined): Promise<OutboxView[]> {
  return db.transaction(async tx => {
    const values = { state: 'queued' as const, attempts: 0, nextAttemptAt: new Date(), enhancedStatus: null };
    const rows = await tx.update(outbox).set(values).where(which).returning();
    if (rows.length > 0) await announceOutbox(tx);
    return rows.map(viewOf);
  });
}

export async function findInOutbox(db: Database, id: string): Promise<OutboxView | null> {
  const [row] = await db.select().from(outbox).where(eq(outbox.id, id));
  return row ? viewOf(row) : null;
}
