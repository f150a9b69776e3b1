// Tells pages that tickets have changed: after the commit, and only their numbers. Each reader's page then asks for
// what it may see. Inside the transaction a NOTIFY would make all commits of the server wait for each other.
import { sql } from 'drizzle-orm';
import type { Database } from '../db/database.ts';

export const ticketsChanged = 'postern_changes';

/** What has changed: tickets by their number, and those that letters of the outbox are about, by their id. */
export type Changed = number | string;

/** At most 500 at once, so that the numbers fit into a payload of 8,000 bytes. */
export async function announceChanges(db: Database, changed: readonly Changed[]): Promise<void> {
  const ids = changed.filter(each => typeof each === 'string').join(',');
  const numbers = changed.filter(each => typeof each === 'number').join(',');
  await db.execute(sql`select pg_notify(${ticketsChanged}, json_agg(number)::text) from (
    select ticket_number as number from outbox where id = any(${`{${ids}}`}::text[]) and ticket_number is not null
    union select unnest(${`{${numbers}}`}::bigint[])) as changed having count(*) > 0`);
}

export async function announceTickets(db: Database, numbers: readonly number[]): Promise<void> {
  await db.execute(sql`select pg_notify(${ticketsChanged}, ${JSON.stringify(numbers)})`);
}

export const presenceChanged = 'postern_presence';

/** Who has a ticket's page open. It is told and never stored. */
export type Presence = Readonly<{ ticket: number; email: string; name: string; state: 'reading' | 'writing' | 'gone' }>;

export const announcePresence = async (db: Database, presence: Presence): Promise<void> =>
  void (await db.execute(sql`select pg_notify(${presenceChanged}, ${JSON.stringify(presence)})`));

/** Null for a notification that cannot be read. */
export function presenceIn(payload: string): Presence | null {
  try {
    const read = JSON.parse(payload) as Partial<Presence> | null;
    return typeof read?.ticket === 'number' && typeof read.email === 'string' ? (read as Presence) : null;
  } catch {
    return null;
  }
}

/** The numbers of a notification; none for one that cannot be read. */
export function numbersIn(payload: string): number[] {
  try {
    const read: unknown = JSON.parse(payload);
    return Array.isArray(read) ? read.filter(each => Number.isSafeInteger(each)) : [];
  } catch {
    return [];
  }
}
