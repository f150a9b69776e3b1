import { inArray, sql } from 'drizzle-orm';
import type { Database } from '../db/database.ts';
import { outbox } from '../db/schema/outbox.ts';

/** `due` of the `waiting` should have gone out by now, the oldest of them since `oldestDue`. */
export type OutboxBacklog = Readonly<{ waiting: number; due: number; oldestDue: Date | null; failed: number }>;

export async function outboxBacklog(db: Database): Promise<OutboxBacklog> {
  const isQueued = sql`${outbox.state} = 'queued'`;
  const isDue = sql`${isQueued} and ${outbox.nextAttemptAt} <= now()`;
  const [row] = await db
    .select({
      waiting: sql<number>`(count(*) filter (where ${isQueued}))::int`,
      due: sql<number>`(count(*) filter (where ${isDue}))::int`,
      oldestDue: sql`min(${outbox.nextAttemptAt}) filter (where ${isDue})`.mapWith(outbox.nextAttemptAt),
      failed: sql<number>`(count(*) filter (where not ${isQueued}))::int`,
    })
    .from(outbox)
    .where(inArray(outbox.state, ['queued', 'failed']));
  return row ?? { waiting: 0, due: 0, oldestDue: null, failed: 0 };
}
