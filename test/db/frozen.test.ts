// Databases of earlier commits, each as its migrations had made it and with a ticket in it, become those of today.
//
// A dump is made by drizzle's migrator with the folder drizzle/ of the commit that names it, and by
// `pg_dump --no-owner --no-privileges --inserts` of PostgreSQL 15, without comments and settings.
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterAll, expect, inject, test } from 'vitest';
import { migrateDatabase } from '../../src/db/database.ts';
import { schemaState } from '../../src/db/schema-state.ts';
import { commandLine } from '../support/command-line.ts';
import { databaseIn } from '../support/postgres.ts';

const folder = new URL('frozen/', import.meta.url);
const made: string[] = [];
afterAll(async () => {
  for (const name of made) await said(inject('postgresUrl'), `drop database ${name} with (force)`);
});

async function said(url: string, statement: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}

async function database(dump?: string): Promise<string> {
  const name = `frozen_${randomBytes(6).toString('hex')}`;
  await said(inject('postgresUrl'), `create database ${name}`);
  made.push(name);
  const url = databaseIn(inject('postgresUrl'), name);
  if (dump) await said(url, `set check_function_bodies = off;\n${readFileSync(new URL(dump, folder), 'utf8')}`);
  return url;
}

/** Columns, indexes and constraints, in words. */
const schemaOf = async (url: string) =>
  (
    await said(
      url,
      `select format('column %s.%s %s %s %s', table_name, column_name, data_type, is_nullable, column_default) as line
         from information_schema.columns where table_schema = 'public'
       union all select indexdef from pg_indexes where schemaname = 'public'
       union all select format('constraint %s %s', conrelid::regclass, pg_get_constraintdef(oid)) from pg_constraint
         where connamespace = 'public'::regnamespace and contype <> 'n' order by 1`,
    )
  ).map(({ line }) => line);

const dumps = readdirSync(folder).toSorted();

test.each(dumps)('%s is upgraded: the same schema as a new one, and what it held', async dump => {
  const [frozen, fresh] = [await database(dump), await database()];
  await migrateDatabase(frozen);
  await migrateDatabase(fresh);
  expect(await schemaOf(frozen)).toEqual(await schemaOf(fresh));
  expect((await schemaState(frozen)).is).toBe('current');
  const env = { DATABASE_URL: frozen };
  const shown = JSON.parse(await commandLine(['ticket', 'show', 'PT-1', '--json'], env));
  expect(shown).toMatchObject({ subject: 'Kept since then', status: 'open', followers: [{ email: 'bea@corp.test' }] });
  expect(shown.messages).toMatchObject([{ text: 'It fails.', mailId: '01kb3q5e7g9h1j2k3m4n5p6q7r' }]);
  expect(JSON.parse(await commandLine(['admin', 'list', '--json'], env))).toMatchObject([{ email: 'ada@corp.test' }]);
  // Again, as at every start.
  await migrateDatabase(frozen);
  expect(await schemaOf(frozen)).toEqual(await schemaOf(fresh));
});

test('a database of a newer release is used as it is, and the older program says so', async () => {
  const url = await database();
  await migrateDatabase(url);
  await said(url, `alter table tickets add column of_a_later_release text`);
  await said(url, `insert into drizzle.__drizzle_migrations (hash, created_at) values ('later', 99999999999999)`);
  expect((await schemaState(url)).is).toBe('ahead');
  const start = fileURLToPath(new URL('../../src/start.js', import.meta.url));
  const env = { PATH: process.env.PATH, DATABASE_URL: url };
  const { stderr } = await promisify(execFile)(process.execPath, [start, 'admin', 'add', 'ada@corp.test'], { env });
  expect(stderr).toBe('postern: the database is of a newer release than this program: upgrade this program soon\n');
  expect(await said(url, 'select email from people')).toEqual([{ email: 'ada@corp.test' }]);
});
