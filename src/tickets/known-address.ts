import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Database } from '../db/database.ts';
import { followers } from '../db/schema/followers.ts';
import { mails } from '../db/schema/mails.ts';
import { tickets } from '../db/schema/tickets.ts';
import type { Address } from '../mail/address.ts';

/** Whether this address is on any ticket, or was the reverse-path of mail that reached one. */
export async function isKnownAddress(db: Database, address: Address): Promise<boolean> {
  const requested = db.select({ one: sql`1` }).from(tickets).where(eq(tickets.requesterEmail, address));
  const followed = db
    .select({ one: sql`1` })
    .from(followers)
    .where(and(eq(followers.email, address), eq(followers.state, 'following')));
  const reached = db
    .select({ one: sql`1` })
    .from(mails)
    .where(and(eq(mails.mailFrom, address), inArray(mails.disposition, ['opened', 'added', 'help', 'auto-reply'])));
  const { rows } = await db.execute<{ known: boolean }>(
    sql`select exists ${requested} or exists ${followed} or exists ${reached} as known`,
  );
  return rows[0]?.known === true;
}
