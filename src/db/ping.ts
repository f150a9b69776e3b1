import { sql } from 'drizzle-orm';
import type { Database } from './database.ts';
import { inTime } from './in-time.ts';

/** Rejects where the server does not answer, or takes no writes. */
export async function pingDatabase(db: Database): Promise<'ready' | 'read-only'> {
  const { rows } = await inTime(db.execute<{ only: boolean }>(sql`select pg_is_in_recovery() as only`));
  return rows[0]?.only ? 'read-only' : 'ready';
}

/** How many milliseconds the server's clock is ahead of ours. */
export async function clockDifference(db: Database): Promise<number> {
  const asked = Date.now();
  const { rows } = await inTime(
    db.execute<{ ms: number }>(sql`select (extract(epoch from clock_timestamp()) * 1000)::float8 as ms`),
  );
  return Math.round(rows[0]!.ms - (asked + Date.now()) / 2);
}
