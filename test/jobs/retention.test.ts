// What settings let go goes, bytes and rows; what they keep stays, also beside it.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { type OpenDatabase, openDatabase } from '../../src/db/database.ts';
import { dropOld } from '../../src/jobs/retention.ts';
import { fileStore } from '../../src/store/file-store.ts';
import { cloneDatabase } from '../support/database.ts';
import { ask } from '../support/embedded.ts';

let url = '';
let home = '';
let database: OpenDatabase;
beforeAll(async () => {
  url = await cloneDatabase();
  home = await mkdtemp(join(tmpdir(), 'postern-retention-'));
  database = openDatabase(url, 4);
});
afterAll(async () => {
  await database.close();
  await rm(home, { recursive: true, force: true });
});

const say = (statement: string) => ask<string>(url, statement);
async function* bytes(): AsyncGenerator<Buffer> {
  yield Buffer.from('bytes');
}
const off = { KEEP_RAW_DAYS: 0, KEEP_FILES_DAYS: 0, KEEP_STORY_DAYS: 0, KEEP_OUTBOX_DAYS: 0 };

test('by default nothing that people wrote is deleted', () => {
  const { KEEP_RAW_DAYS, KEEP_FILES_DAYS, KEEP_OUTBOX_DAYS } = loadConfig({ POSTERN_HOME: home });
  expect([KEEP_RAW_DAYS, KEEP_FILES_DAYS, KEEP_OUTBOX_DAYS]).toEqual([0, 0, 0]);
});

test('bytes of filed mail go by their age, and those of held mail stay', async () => {
  const store = fileStore(join(home, 'store'));
  const rows = [
    ['old', 400, 'opened'],
    ['oldheld', 400, 'held'],
    ['young', 3, 'added'],
  ] as const;
  for (const [id, days, disposition] of rows) {
    await store.put(`raw/${id}`, bytes());
    await say(
      `insert into mails (id, received_at, rcpt_to, size, disposition)
       values ('${id}', now() - interval '${days} days', '{support@mx.test}', 5, '${disposition}')`,
    );
  }
  const there = async () => {
    const found: string[] = [];
    for (const [id] of rows) if (await store.has(`raw/${id}`)) found.push(id);
    return found;
  };
  await dropOld({ db: database.db, store }, off, new Date());
  expect(await there()).toEqual(['old', 'oldheld', 'young']);
  for (let times = 0; times < 2; times++) {
    await dropOld({ db: database.db, store }, { ...off, KEEP_RAW_DAYS: 365 }, new Date());
    expect(await there()).toEqual(['oldheld', 'young']);
  }
  expect(Number(await say('select count(*) from mails'))).toBe(3);
  expect(Number(await say('select count(*) from mails where bytes_dropped_at is not null'))).toBe(1);
});

test('the client and the evidence of old mail go in more than one batch, and held mail keeps them', async () => {
  await say(
    `insert into mails (id, received_at, rcpt_to, size, disposition, peer, authentication)
     select 's' || n, now() - (case when n <= 1200 then 500 else 3 end) * interval '1 day', '{}', 1,
       case when n = 1 then 'held' else 'added' end, '192.0.2.1', '{}' from generate_series(1, 1203) n`,
  );
  const store = fileStore(join(home, 'store'));
  await dropOld({ db: database.db, store }, { ...off, KEEP_STORY_DAYS: 400 }, new Date());
  expect(Number(await say('select count(*) from mails where peer is not null and authentication is not null'))).toBe(4);
});
