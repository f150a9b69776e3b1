import { fileURLToPath } from 'node:url';
import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import { migrate } from 'drizzle-orm/postgres-js/migrator';
import postgres from 'postgres';

export type Database = PostgresJsDatabase;
export type Tx = Parameters<Parameters<Database['transaction']>[0]>[0];

export type OpenDatabase = Readonly<{ db: Database; sql: postgres.Sql; close(): Promise<void> }>;

/** Any number, the same for every release: it lets one starter migrate at a time. */
const migrationKey = 7_673_838;
const migrationsFolder = fileURLToPath(new URL('../../drizzle', import.meta.url));

/** Connects lazily; `connections` bounds the pool. */
export function openDatabase(url: string, connections = 10): OpenDatabase {
  const sql = postgres(url, { max: connections, connect_timeout: 10, idle_timeout: 60, onnotice: () => {} });
  return { db: drizzle(sql), sql, close: () => sql.end({ timeout: 5 }) };
}

/** Brings the schema up to this release; several machines may start at once. */
export async function migrateDatabase(url: string): Promise<void> {
  const { db, sql, close } = openDatabase(url, 1);
  try {
    await sql`select pg_advisory_lock(${migrationKey})`;
    await migrate(db, { migrationsFolder });
  } finally {
    await close();
  }
}
