import { sql } from 'drizzle-orm';
import type { Database } from './database.ts';

/** The server's version, and whether its commits survive a power cut. */
export async function durabilityOf(db: Database): Promise<{ version: string; durable: boolean }> {
  const { rows } = await db.execute<{ version: string; fsync: string; commit: string }>(
    sql`select current_setting('server_version') as version, current_setting('fsync') as fsync,
      current_setting('synchronous_commit') as commit`,
  );
  const { version = '', fsync, commit } = rows[0] ?? {};
  return { version, durable: fsync === 'on' && commit !== 'off' };
}
