// `postern outbox`, `spool`, `mail list --before` and `migrate`, on a gateway whose relay refuses and takes.
import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OutboxView } from '../../src/outbox/list.ts';
import type { MailView } from '../../src/tickets/views/mail-view.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { openSecondClient } from '../support/second-client.ts';
import { type Smarthost, startSmarthost } from '../support/smarthost.ts';
import { sendRaw } from '../support/smtp-client.ts';

let smarthost: Smarthost;
let gateway: TestGateway;
beforeAll(async () => {
  smarthost = await startSmarthost();
  gateway = await startTestGateway({ RELAY_URL: `smtp://127.0.0.1:${smarthost.port}` });
  await gateway.cli('admin', 'add', '@corp.test');
});
afterAll(async () => {
  await gateway?.remove();
  await smarthost?.close();
});

const write = (from: string) => {
  const bytes = `From: ${from}\r\nMessage-ID: <${randomUUID()}@corp.test>\r\nSubject: It fails\r\n\r\nSince nine, ${randomUUID()}.\r\n`;
  return sendRaw(gateway.smtpPort(), { from, to: 'support@mx.test', bytes });
};
async function until<T>(what: string, look: () => Promise<T | undefined | false>): Promise<T> {
  for (let tries = 0; tries < 300; tries++, await sleep(100)) {
    const found = await look();
    if (found) return found;
  }
  throw new Error(`not seen: ${what}`);
}
const listed = (...options: string[]) => gateway.json<OutboxView[]>('outbox', 'list', ...options);
const lineTo = (to: string, ...options: string[]) =>
  until(`mail to ${to}`, async () => (await listed(...options)).find(each => each.to === to));

test('what the relay defers waits with its reason, and goes out at once when it is told to', async () => {
  smarthost.follow({ rcpt: { code: 451, text: '4.7.1 Greylisted' } });
  expect(await write('ada@corp.test')).toMatch(/^250 /);
  const waiting = await until('an attempt', async () =>
    (await listed()).find(({ to, attempts }) => to === 'ada@corp.test' && attempts === 1),
  );
  expect(waiting).toEqual({
    id: expect.stringMatching(/^[0-9a-z]{26}$/),
    ticket: expect.stringMatching(/^PT-\d+$/),
    to: 'ada@corp.test',
    state: 'queued',
    attempts: 1,
    nextAttemptAt: expect.stringMatching(/^2.*Z$/),
    lastReply: expect.stringContaining('4.7.1 Greylisted'),
  });
  expect(await listed('--due')).toEqual([]);
  smarthost.follow({});
  expect(await gateway.json('outbox', 'retry', waiting.id)).toMatchObject([{ id: waiting.id, state: 'queued' }]);
  await until('the mail', async () => smarthost.received.some(({ rcptTo }) => rcptTo.includes('ada@corp.test')));
  await until('nothing that waits', async () => (await listed()).length === 0);
  // A line for each step, with the id by which the next one is found.
  const [{ id } = { id: '' }] = await gateway.json<MailView[]>('mail', 'list');
  const lines = [
    ['mail', id, 'mail: taken'],
    ['mail', id, 'mail: filed'],
    ['outbox', waiting.id, 'outgoing mail: deferred'],
    ['outbox', waiting.id, 'outgoing mail: sent'],
  ];
  for (const [what, of, said] of lines) expect(gateway.log()).toMatch(new RegExp(`"${what}":"${of}".*"msg":"${said}"`));
  await expect(gateway.json('outbox', 'retry', waiting.id)).rejects.toThrow(/ended with 1: .* is sent already/);
});

test('what was given up is listed as failed, and --all sends it after the relay was mended', async () => {
  smarthost.follow({ rcpt: { code: 550, text: '5.1.1 No such user' } });
  await write('bob@corp.test');
  const failed = await lineTo('bob@corp.test', '--failed');
  expect(failed).toMatchObject({ state: 'failed', nextAttemptAt: null, lastReply: expect.stringContaining('5.1.1') });
  smarthost.follow({});
  expect(await gateway.cli('outbox', 'retry', '--all')).toMatch(/ due now\.\n/);
  await until('the mail', async () => smarthost.received.some(({ rcptTo }) => rcptTo.includes('bob@corp.test')));
  await until('nothing failed', async () => (await listed('--failed')).length === 0);
});

test('an id that is none is refused, and neither id nor --all is bad usage', async () => {
  await expect(gateway.json('outbox', 'retry', '0'.repeat(26))).rejects.toThrow(/ended with 1: .*there is no mail/);
  await expect(gateway.json('outbox', 'retry')).rejects.toThrow(/ended with 2: /);
  await expect(gateway.json('outbox', 'retry', '0'.repeat(26), '--all')).rejects.toThrow(/ended with 2: /);
});

test('pages of mail follow each other without a gap', async () => {
  for (let mails = 0; mails < 3; mails++) await write('ada@corp.test');
  const all = await until('five mails', async () => {
    const found = await gateway.json<MailView[]>('mail', 'list');
    return found.length >= 5 && found;
  });
  const paged: MailView[] = [];
  for (let page = await gateway.json<MailView[]>('mail', 'list', '--limit', '2'); page.length > 0; ) {
    paged.unshift(...page);
    page = await gateway.json<MailView[]>('mail', 'list', '--limit', '2', '--before', paged[0]!.id);
  }
  expect(paged.map(({ id }) => id)).toEqual(all.map(({ id }) => id));
  expect(await gateway.json('mail', 'list', '--before', all[0]!.receivedAt)).toEqual([]);
});

test('the spool lists what waits, and what it cannot read', async () => {
  expect(await gateway.json('spool', 'list')).toEqual([]);
  await gateway.stop();
  const id = '01kat0000000000000000000zz';
  await writeFile(join(gateway.home, 'spool', 'new', id), 'torn');
  expect(await gateway.json('spool', 'list')).toEqual([
    { id, receivedAt: expect.stringMatching(/^2/), mailFrom: null, size: null, readable: false },
  ]);
});

test('a command does not change the schema of an older server, migrate does, and a newer one is named', async () => {
  expect(await gateway.json('migrate')).toMatchObject({ applied: 0, schema: expect.any(Number) });
  const sql = openSecondClient(gateway.databaseUrl);
  try {
    const shifted = (by: string) =>
      sql`update drizzle.__drizzle_migrations set created_at = created_at + ${by}::bigint`;
    await shifted('1');
    expect(await gateway.json('outbox', 'list', '--due')).toEqual([]);
    await sql`delete from drizzle.__drizzle_migrations where created_at = (select max(created_at) from drizzle.__drizzle_migrations)`;
    await expect(gateway.json('outbox', 'list')).rejects.toThrow(/ended with 1: .*postern migrate/);
  } finally {
    await sql.end();
  }
});
