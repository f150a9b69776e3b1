import { randomBytes } from 'node:crypto';
import { afterAll, inject, onTestFailed } from 'vitest';
import { databaseIn, template } from './postgres.ts';
import { openSecondClient } from './second-client.ts';

/** Databases that a failed test wants to be looked at. */
const kept = new Set<string>();

/** A migrated database of the caller's own; a test that fails keeps it and prints its name. */
export async function cloneDatabase(): Promise<string> {
  const server = inject('postgresUrl');
  const name = `test_${randomBytes(6).toString('hex')}`;
  // Page by page through the WAL it costs four times as much, and without its cache of catalogs the first session, too.
  await onServer(server, `create database ${name} template ${template} strategy file_copy`);
  afterAll(async () => {
    if (!kept.has(name)) await onServer(server, `drop database ${name} with (force)`);
  });
  return databaseIn(server, name);
}

/** To be called within a test. */
export function keepOnFailure(url: string): void {
  onTestFailed(() => {
    const name = /\/(\w+)(?=$|\?)/.exec(url)![1]!;
    kept.add(name);
    console.error(`the database ${name} is kept`);
  });
}

async function onServer(url: string, statement: string): Promise<void> {
  const sql = openSecondClient(url);
  try {
    await sql.unsafe(statement);
  } finally {
    await sql.end();
  }
}
