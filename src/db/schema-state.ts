// How far the schema of a database is, compared with the migrations of this release.
import { readFileSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { connectTo } from './client.ts';
import { migrateDatabase, migrationsFolder } from './database.ts';

/** `applied` counts the migrations in the database. */
export type SchemaState = Readonly<{ is: 'empty' | 'behind' | 'current' | 'ahead'; applied: number }>;

/** Drizzle notes each migration with the time at which it was made, and applies what is newer than the newest. */
type Journal = { entries: readonly { when: number; tag: string }[] };
const ours = (): Journal => JSON.parse(readFileSync(join(migrationsFolder, 'meta/_journal.json'), 'utf8'));

export async function schemaState(url: string): Promise<SchemaState> {
  const client = await connectTo(url);
  try {
    return await schemaStateOn(client);
  } finally {
    await client.end();
  }
}

/** The same on a session that is open. */
export async function schemaStateOn(client: pg.ClientBase): Promise<SchemaState> {
  await refusePooler(client);
  const found = await asked(client, `select to_regclass('drizzle.__drizzle_migrations') as there`);
  if (found.there === null) return { is: 'empty', applied: 0 };
  const state = 'select count(*)::int as applied, max(created_at)::float8 as newest from drizzle.__drizzle_migrations';
  return compared(await asked(client, state));
}

/** One row, soon: a server that hangs is told of before anything is asked of it that may take its time. */
async function asked(client: pg.ClientBase, text: string) {
  const { rows } = await client.query({ text, query_timeout: 10_000 } as pg.QueryConfig);
  return rows[0];
}

/**
 * A pooler names a session of its own. It gives away ours between two transactions, or keeps back what a session is
 * set up with; and notifications, session locks and prepared statements belong to sessions.
 */
async function refusePooler(client: pg.ClientBase): Promise<void> {
  const { pid } = await asked(client, 'select pg_backend_pid() as pid');
  if (pid !== (client as unknown as { processID: number }).processID)
    throw new Error(
      'DATABASE_URL leads to a pooler such as PgBouncer: name PostgreSQL itself. Postern needs sessions of its own, for LISTEN and locks, and pools them itself: at most 20 in each process',
    );
}

function compared({ applied, newest }: Readonly<{ applied: number; newest: number | null }>): SchemaState {
  if (newest === null) return { is: 'empty', applied: 0 };
  const last = Math.max(...ours().entries.map(({ when }) => when));
  return { is: newest > last ? 'ahead' : newest < last ? 'behind' : 'current', applied };
}

/** Makes the schema of an empty database as it was after so many migrations; rejects where this release has fewer. */
export async function migrateTo(url: string, applied: number): Promise<void> {
  const journal = ours();
  const entries = journal.entries.slice(0, applied);
  if (entries.length < applied) throw new Error('the schema is of a newer release than this program');
  const folder = await mkdtemp(join(tmpdir(), 'postern-migrations-'));
  try {
    await mkdir(join(folder, 'meta'));
    await writeFile(join(folder, 'meta/_journal.json'), JSON.stringify({ ...journal, entries }));
    for (const { tag } of entries) await copyFile(join(migrationsFolder, `${tag}.sql`), join(folder, `${tag}.sql`));
    await migrateDatabase(url, folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
