import { and, eq, sql } from 'drizzle-orm';
import type { Database, Tx } from '../db/database.ts';
import { followers } from '../db/schema/followers.ts';
import { tickets } from '../db/schema/tickets.ts';

/** Whether this address follows a ticket, or opened one. */
export async function isOnAnyTicket(
  db: Database | Tx,
  address: string,
): Promise<{ follows: boolean; opened: boolean }> {
  const followed = db
    .select({ one: sql`1` })
    .from(followers)
    .where(and(eq(followers.email, address), eq(followers.state, 'following')));
  const opened = db.select({ one: sql`1` }).from(tickets).where(eq(tickets.requesterEmail, address));
  const { rows } = await db.execute<{ follows: boolean; opened: boolean }>(
    sql`select exists (${followed}) as follows, exists (${opened}) as opened`,
  );
  return rows[0] ?? { follows: false, opened: false };
}
