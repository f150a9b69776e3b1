import { sql } from 'drizzle-orm';
import type { Database } from '../db/database.ts';

/** Deletes mail of closed tickets that went out before then; answers how many. What failed stays for people to see. */
export async function dropSent(db: Database, before: Date, limit: number): Promise<number> {
  const { rowCount } = await db.execute(sql`
    delete from outbox where id in (
      select o.id from outbox o left join tickets t on t.number = o.ticket_number
      where o.state = 'sent' and o.created_at < ${before} and (t.number is null or t.status = 'closed')
      order by o.created_at limit ${limit})`);
  return rowCount!;
}
