// What is old enough to be deleted, in batches. Bytes go before their mark: a crash between leaves the row for the
// next run.
import { inArray, sql } from 'drizzle-orm';
import type { Database } from '../db/database.ts';
import { mails } from '../db/schema/mails.ts';
import { attachments } from '../db/schema/messages.ts';

/** Ids of filed mail that came before then, whose bytes are still kept. */
export async function rawBefore(db: Database, before: Date, limit: number): Promise<string[]> {
  const { rows } = await db.execute<{ id: string }>(sql`
    select id from mails
    where received_at < ${before} and bytes_dropped_at is null
      and disposition not in ('pending', 'held', 'failed', 'refused')
    order by received_at limit ${limit}`);
  return rows.map(({ id }) => id);
}

export async function markRawDropped(db: Database, ids: readonly string[]): Promise<void> {
  await db
    .update(mails)
    .set({ bytesDroppedAt: new Date() })
    .where(inArray(mails.id, [...ids]));
}

/** Files of closed tickets that came before then. One that also stands on a ticket in use stays. */
export async function filesBefore(db: Database, before: Date, limit: number): Promise<{ id: number; key: string }[]> {
  const { rows } = await db.execute<{ id: string; key: string }>(sql`
    with old as (
      select a.id, a.key, m.created_at < ${before} and t.status = 'closed' as old
      from attachments a join messages m on m.id = a.message_row join tickets t on t.number = m.ticket_number
      where a.dropped_at is null and a.key <> '')
    select id, key from old o
    where o.old and not exists (select 1 from old other where other.key = o.key and not other.old)
    order by id limit ${limit}`);
  return rows.map(({ id, key }) => ({ id: Number(id), key }));
}

export async function markFilesDropped(db: Database, ids: readonly number[]): Promise<void> {
  await db
    .update(attachments)
    .set({ droppedAt: new Date() })
    .where(inArray(attachments.id, [...ids]));
}

/** Forgets who handed mail over that came before then, and the evidence of its checks; answers of how many. */
export async function dropStories(db: Database, before: Date, limit: number): Promise<number> {
  const { rowCount } = await db.execute(sql`
    update mails set peer = null, helo_name = null, authentication = null where id in (
      select id from mails where received_at < ${before} and (peer is not null or authentication is not null)
        and disposition not in ('pending', 'held')
      order by received_at limit ${limit})`);
  return rowCount ?? 0;
}
