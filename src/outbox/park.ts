import { eq } from 'drizzle-orm';
import type { Database } from '../db/database.ts';
import { outbox } from '../db/schema/outbox.ts';

/** Gives up all mail that waits, with the reason, until an operator orders another attempt; answers how many. */
export async function parkOutbox(db: Database, why: string): Promise<number> {
  const rows = await db
    .update(outbox)
    .set({ state: 'failed', lastReply: why })
    .where(eq(outbox.state, 'queued'))
    .returning({ id: outbox.id });
  return rows.length;
}
