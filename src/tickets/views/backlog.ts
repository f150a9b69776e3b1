import { inArray, sql } from 'drizzle-orm';
import type { Database } from '../../db/database.ts';
import { mails } from '../../db/schema/mails.ts';

/** How many mails are in this state, and since when the oldest of them has been. */
export type Backlog = Readonly<{ count: number; oldest: Date | null }>;
export type MailBacklogs = Readonly<Record<'pending' | 'held' | 'failed', Backlog>>;

const none: Backlog = { count: 0, oldest: null };

/** `pending` is not filed yet, `held` waits for a decision, `failed` could not be filed. */
export async function mailBacklogs(db: Database): Promise<MailBacklogs> {
  const rows = await db
    .select({
      disposition: mails.disposition,
      count: sql<number>`count(*)::int`,
      oldest: sql`min(coalesce(${mails.releasedAt}, ${mails.receivedAt}))`.mapWith(mails.receivedAt),
    })
    .from(mails)
    .where(inArray(mails.disposition, ['pending', 'held', 'failed']))
    .groupBy(mails.disposition);
  const found = Object.fromEntries(rows.map(({ disposition, ...backlog }) => [disposition, backlog]));
  return { pending: none, held: none, failed: none, ...found };
}
