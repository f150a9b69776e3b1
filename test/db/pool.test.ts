import { beforeAll, expect, test } from 'vitest';
import { openPool } from '../../src/db/pool.ts';
import { cloneDatabase } from '../support/database.ts';

let url = '';
beforeAll(async () => {
  url = await cloneDatabase();
});
const prepared = `select count(*)::int as n from pg_prepared_statements where name like 'postern%'`;

test('repeated statements are prepared once, single ones are not', async () => {
  const pool = openPool({ connectionString: url, max: 1 }, () => {});
  const ask = (text: string, values: unknown[]) => pool.query(text, values).then(({ rows }) => rows[0]);
  for (let round = 1; round <= 3; round += 1)
    expect(await ask('select $1::int + 1 as n', [round])).toEqual({ n: round + 1 });
  expect((await pool.query(prepared)).rows).toEqual([{ n: 1 }]);
  await ask('select $1::int as once', [1]);
  const many = Array.from({ length: 61 }, (_, at) => at);
  for (const _ of [1, 2]) await ask(`select ${many.map(at => `$${at + 1}::int`).join(' + ')} as n`, many);
  expect((await pool.query(prepared)).rows).toEqual([{ n: 1 }]);
  await pool.end();
});

test('a prepared statement still works after its table got another column', async () => {
  const pool = openPool({ connectionString: url, max: 1 }, () => {});
  await pool.query('create table growing (id int)');
  const read = () => pool.query('select * from growing where id > $1', [0]);
  for (const _ of [1, 2, 3]) await read();
  await pool.query('alter table growing add column name text');
  await expect(read()).resolves.toMatchObject({ rows: [] });
  await pool.end();
});
