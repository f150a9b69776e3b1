import { fileURLToPath } from 'node:url';
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import type pg from 'pg';
import { connectTo } from './client.ts';
import { mendEarlySchema } from './early-schema.ts';
import { type Listen, openListener } from './listen.ts';
import { openPool, patience } from './pool.ts';

export type Database = NodePgDatabase;
export type Tx = Parameters<Parameters<Database['transaction']>[0]>[0];

export type OpenDatabase = Readonly<{
  db: Database;
  listen: Listen;
  /** Runs `work` on a session of the pool. */
  onSession<T>(work: (session: pg.ClientBase) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}>;

/** An arbitrary number, the same in every release: one process migrates at a time. */
const migrationKey = 7_673_838;
export const migrationsFolder = fileURLToPath(new URL('../../drizzle', import.meta.url));
const lockTimeout = '60s';
const closeDeadlineMs = 5_000;

/**
 * Connects lazily; `connections` bounds the pool, `queryMs` the time of one statement, also where the server says
 * nothing at all.
 */
export function openDatabase(url: string, connections = 10, queryMs = 15_000): OpenDatabase {
  const pool = openPool(
    { connectionString: url, max: connections, idleTimeoutMillis: 60_000, ...patience(queryMs) },
    () => {},
  );
  const listener = openListener(url);
  return {
    db: drizzle(pool),
    listen: listener.listen,
    async onSession(work) {
      const session = await pool.connect();
      try {
        return await work(session);
      } finally {
        session.release();
      }
    },
    async close() {
      await listener.close();
      // A server that hangs never confirms the end of a connection.
      await Promise.race([pool.end(), new Promise(resolve => setTimeout(resolve, closeDeadlineMs).unref())]);
    },
  };
}

/** Brings the schema up to this release, or to what `folder` has; several machines may start at once. */
export async function migrateDatabase(url: string, folder = migrationsFolder): Promise<void> {
  const client = await connectTo(url);
  try {
    // Also for the tables: a migration that waits for a lock holds up whoever comes after it.
    await client.query(`set lock_timeout = '${lockTimeout}'`);
    await client.query('select pg_advisory_lock($1)', [migrationKey]);
    await mendEarlySchema(client);
    await migrate(drizzle(client), { migrationsFolder: folder });
  } finally {
    await client.end();
  }
}
