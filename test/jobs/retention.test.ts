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
const off = { KEEP_RAW_DAYS: 0, KEEP_FILES_DAYS: 0, KEEP_CLOSED_DAYS: 0, KEEP_STORY_DAYS: 0, KEEP_OUTBOX_DAYS: 0 };

test('by default nothing that people wrote is deleted', () => {
  const { KEEP_RAW_DAYS, KEEP_FILES_DAYS, KEEP_CLOSED_DAYS, KEEP_OUTBOX_DAYS } = loadConfig({ POSTERN_HOME: home });
  expect([KEEP_RAW_DAYS, KEEP_FILES_DAYS, KEEP_CLOSED_DAYS, KEEP_OUTBOX_DAYS]).toEqual([0, 0, 0, 0]);
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

test('long closed tickets go with all that is theirs, and what others have of it stays', async () => {
  const store = fileStore(join(home, 'store'));
  const ticket = (number: number, status: string, days: number, merged: number | null = null) =>
    say(`insert into tickets (number, subject, requester_email, status, status_since, merged_into) overriding system value
      values (${number}, 'It fails', 'ada@corp.test', '${status}', now() - interval '${days} days', ${merged})`);
  await ticket(901, 'closed', 800);
  await ticket(902, 'closed', 10);
  await ticket(903, 'open', 800);
  await ticket(904, 'closed', 900, 901);
  await say('update tickets set follow_up_of = 901 where number = 903');
  for (const number of [901, 902, 903]) {
    await store.put(`raw/m${number}`, bytes());
    await store.put(`parts/own${number}`, bytes());
    await say(`insert into mails (id, received_at, rcpt_to, size, disposition, ticket_number)
      values ('m${number}', now(), '{}', 5, 'opened', ${number})`);
    await say(`insert into followers (ticket_number, email) values (${number}, 'bea@corp.test')`);
    await say(`with m as (insert into messages (ticket_number, kind, text, mail_id) values
        (${number}, 'request', 'It fails.', 'm${number}') returning id)
      insert into attachments (message_row, name, content_type, size, sha256, inline, key)
        select id, 'a', 'text/plain', 5, 'x', false, unnest(array['parts/own${number}', 'parts/shared']) from m`);
  }
  await store.put('parts/shared', bytes());
  // A part of 901 that was split off.
  await store.put('raw/m905', bytes());
  await say(`insert into mails (id, received_at, rcpt_to, size, disposition, ticket_number)
    values ('m905', now(), '{}', 5, 'added', 901)`);
  await say(`insert into messages (ticket_number, kind, text, mail_id) values (903, 'reply', 'Split off.', 'm905')`);
  await dropOld({ db: database.db, store }, off, new Date());
  expect(await say(`select string_agg(number::text, ' ' order by number) from tickets where number > 900`)).toBe(
    '901 902 903 904',
  );
  await dropOld({ db: database.db, store }, { ...off, KEEP_CLOSED_DAYS: 365 }, new Date());
  expect(await say(`select string_agg(number::text, ' ' order by number) from tickets where number > 900`)).toBe(
    '902 903',
  );
  const left = ['raw/m901', 'raw/m905', 'raw/m902', 'raw/m903', 'parts/own901', 'parts/own902', 'parts/shared'];
  const there: string[] = [];
  for (const key of left) if (await store.has(key)) there.push(key);
  expect(there).toEqual(left.filter(key => !['raw/m901', 'parts/own901'].includes(key)));
  expect(await say(`select ticket_number from mails where id = 'm905'`)).toBeNull();
  expect(await say(`select count(*)::int from mails where id = 'm901'`)).toBe(0);
  expect(Number(await say('select count(*) from followers where ticket_number > 900'))).toBe(2);
  expect(await say('select follow_up_of from tickets where number = 903')).toBeNull();
});
