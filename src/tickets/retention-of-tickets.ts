// Closed tickets that were kept long enough. What another ticket also has stays: a mail that was split, a file that
// was sent twice.
import { sql } from 'drizzle-orm';
import type { Database } from '../db/database.ts';

/** `files` and `mails`: whose bytes nothing else names. */
export type OldTickets = Readonly<{ tickets: readonly number[]; files: readonly string[]; mails: readonly string[] }>;

const listOf = (numbers: readonly number[]) => sql`${sql.param([...numbers])}::bigint[]`;

/** Tickets that have been closed since then or longer. One into which another was merged goes after that one. */
export async function closedBefore(db: Database, before: Date, limit: number): Promise<OldTickets> {
  const { rows } = await db.execute<{ number: string }>(sql`
    with recursive old as (
      select number, merged_into from tickets where status = 'closed' and status_since < ${before}),
    kept as (
      select merged_into as number from tickets where merged_into is not null and number not in (select number from old)
      union select o.merged_into from old o join kept k on k.number = o.number where o.merged_into is not null)
    select number from old where number not in (select number from kept) order by number limit ${limit}`);
  const tickets = rows.map(({ number }) => Number(number));
  if (tickets.length === 0) return { tickets, files: [], mails: [] };
  const files = await db.execute<{ key: string }>(sql`
    select distinct a.key from attachments a join messages m on m.id = a.message_row
    where m.ticket_number = any(${listOf(tickets)}) and a.key <> '' and a.dropped_at is null
      and not exists (select 1 from attachments other join messages on messages.id = other.message_row
        where other.key = a.key and messages.ticket_number <> all(${listOf(tickets)}))`);
  const mails = await db.execute<{ id: string }>(sql`
    select id from mails where ticket_number = any(${listOf(tickets)}) and not exists (
      select 1 from messages where mail_id = mails.id and ticket_number <> all(${listOf(tickets)}))`);
  return { tickets, files: files.rows.map(({ key }) => key), mails: mails.rows.map(({ id }) => id) };
}

export async function dropTickets(db: Database, numbers: readonly number[]): Promise<void> {
  const these = listOf(numbers);
  await db.transaction(async tx => {
    await tx.execute(sql`delete from attachments where message_row in (
      select id from messages where ticket_number = any(${these}))`);
    await tx.execute(sql`delete from messages where ticket_number = any(${these})`);
    await tx.execute(sql`delete from followers where ticket_number = any(${these})`);
    await tx.execute(sql`delete from outbox where ticket_number = any(${these})`);
    await tx.execute(sql`update mails set held_for = null where held_for = any(${these})`);
    await tx.execute(sql`delete from mails where ticket_number = any(${these})
      and not exists (select 1 from messages where mail_id = mails.id)`);
    await tx.execute(sql`update mails set ticket_number = null where ticket_number = any(${these})`);
    await tx.execute(sql`update tickets set follow_up_of = null where follow_up_of = any(${these})`);
    await tx.execute(sql`delete from tickets where number = any(${these})`);
  });
}
