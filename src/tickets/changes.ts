// Tells pages that tickets have changed: after the commit, and only their numbers. Each reader's page then asks for
// what it may see. Inside the transaction a NOTIFY would make all commits of the server wait for each other.
import { sql } from 'drizzle-orm';
import type { Database } from '../db/database.ts';

export const ticketsChanged = 'postern_changes';

/** At most 500 ids, so that the numbers fit into a payload of 8,000 bytes. */
export async function announceChanges(db: Database, outboxIds: readonly string[]): Promise<void> {
  const numbers = sql`(select json_agg(distinct ticket_number) from outbox where id = any(${`{${outboxIds.join(',')}}`}::text[]) and ticket_number is not null)`;
  await db.execute(sql`select pg_notify(${ticketsChanged}, ${numbers}::text) where ${numbers} is not null`);
}

export async function announceTickets(db: Database, numbers: readonly number[]): Promise<void> {
  await db.execute(sql`select pg_notify(${ticketsChanged}, ${JSON.stringify(numbers)})`);
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
