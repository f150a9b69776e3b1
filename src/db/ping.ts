import { sql } from 'drizzle-orm';
import type { Database } from './database.ts';
import { inTime } from './in-time.ts';

/** Rejects where the server does not answer, or takes no writes. */
export async function pingDatabase(db: Database): Promise<'ready' | 'read-only'> {
  const { rows } = await inTime(db.execute<{ only: boolean }>(sql`select pg_is_in_recovery() as only`));
  return rows[0]?.only ? 'read-only' : 'ready';
}
