// vitest's global set-up: one real PostgreSQL for the run, with a migrated template in it.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { migrateDatabase } from '../../src/db/database.ts';
import { useEmbeddedPostgres } from '../../src/db/embedded.ts';
import { openSecondClient } from './second-client.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Of the server's `postgres` database; `template` is the database to clone. */
    postgresUrl: string;
  }
}

export const template = 'postern_template';

/** The same server, whether it is reached by a port or by a socket in the query. */
export const databaseIn = (url: string, name: string): string => url.replace(/\/\w+(?=$|\?)/, `/${name}`);

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dir = await mkdtemp(join(tmpdir(), 'postern-test-'));
  const server = await useEmbeddedPostgres(dir);
  const url = databaseIn(server.url, 'postgres');
  const sql = openSecondClient(url);
  // Nobody pulls its plug: what has to outlast a crash is tested on servers of the tests' own.
  for (const setting of ['fsync', 'full_page_writes', 'synchronous_commit']) {
    await sql.unsafe(`alter system set ${setting} = off`);
  }
  await sql.unsafe('select pg_reload_conf()');
  await sql.unsafe(`create database ${template}`);
  await sql.end();
  await migrateDatabase(databaseIn(server.url, template));
  project.provide('postgresUrl', url);
  return async () => {
    await server.release();
    await rm(dir, { recursive: true, force: true });
  };
}
