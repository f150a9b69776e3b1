import { and, count, desc, gt, inArray, isNotNull, sql } from 'drizzle-orm';
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
  return row!;
}

/** What the relay says most often of the mail that waits, or was given up after `since`; null where nothing is said. */
export async function whyNotSent(db: Database, since: Date): Promise<string | null> {
  const [row] = await db
    .select({ lastReply: outbox.lastReply })
    .from(outbox)
    .where(and(inArray(outbox.state, ['queued', 'failed']), isNotNull(outbox.lastReply), gt(outbox.createdAt, since)))
    .groupBy(outbox.lastReply)
    .orderBy(desc(count()))
    .limit(1);
  return row?.lastReply ?? null;
}

/** Mail that was written after `since` and given up. */
export const countGivenUp = (db: Database, since: Date): Promise<number> =>
  db.$count(outbox, and(sql`${outbox.state} = 'failed'`, gt(outbox.createdAt, since)));
