// RELAY_REFUSALS=keep on a whole gateway: what is refused after DATA is kept, answered at most once a day, and dropped.
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openDatabase } from '../../src/db/database.ts';
import { dropRefused } from '../../src/jobs/refused.ts';
import { fileStore } from '../../src/store/file-store.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { greeted, mailText } from '../support/smtp-client.ts';

const patience = { timeout: 60_000, interval: 200 };
type Mail = { id: string; disposition: string; subject: string; reasons: string[] };

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway({ RELAY_REFUSALS: 'keep', AUTHSERV_ID: 'mx.corp' });
  await gateway.cli('admin', 'add', 'alice@corp.test');
}, 120_000);
afterAll(() => gateway?.remove());

async function send(author: string, subject: string, fields = ''): Promise<string> {
  const client = await greeted(gateway.smtpPort());
  await client.sayAll(`MAIL FROM:<${author}>`, 'RCPT TO:<support@mx.test>', 'DATA');
  const text = mailText(subject).replace(/^From: .*$/m, `From: ${author}`);
  const own = `Date: Mon, 23 Nov 2026 08:00:00 +0000\r\nMessage-ID: <${subject}@corp.test>\r\n`;
  const reply = await client.say(`${fields}${own}${text}.`);
  client.destroy();
  return reply;
}
const passed = (domain: string) => `Authentication-Results: mx.corp; dmarc=pass header.from=${domain}\r\n`;
const refusedMails = async () =>
  (await gateway.json<Mail[]>('mail', 'list')).filter(({ disposition }) => disposition === 'refused');

test('an authenticated stranger gets one help mail, however often it writes, and another stranger none', async () => {
  for (const subject of ['one', 'two', 'three']) {
    expect(await send('carol@else.test', subject, passed('else.test'))).toMatch(/^250 /);
  }
  expect(await send('mallory@evil.test', 'forged')).toMatch(/^250 /);
  // A machine, though authenticated.
  expect(await send('robot@else.test', 'auto', `${passed('else.test')}Auto-Submitted: auto-replied\r\n`)).toMatch(
    /^250 /,
  );
  await vi.waitFor(async () => expect(await refusedMails()).toHaveLength(5), patience);
  await vi.waitFor(async () => expect(await gateway.outbox()).toHaveLength(1), patience);
  const [help = ''] = await gateway.outbox();

  expect(help).toMatch(/^To: .*carol@else\.test/m);
  expect(help.replace(/=\r\n/g, '').replace(/\s+/g, ' ')).toContain('your address is not in our directory');
  expect((await refusedMails()).map(({ reasons }) => reasons.join())).toContain('refused: unknown-author');
  expect(await gateway.json('ticket', 'list')).toEqual([]);
}, 240_000);

test('a refused delivery makes no duplicate of the mail that comes after it', async () => {
  const twice = `${passed('corp.test')}Subject: other\r\n`;
  expect(await send('alice@corp.test', 'real', twice)).toMatch(/^250 /);
  await vi.waitFor(async () => expect(await refusedMails()).toHaveLength(6), patience);
  expect(await send('alice@corp.test', 'real', passed('corp.test'))).toMatch(/^250 /);
  await vi.waitFor(async () => expect(await gateway.json('ticket', 'list')).toHaveLength(1), patience);
}, 240_000);

test('after its days a refused mail and its bytes are gone, and no other mail is', async () => {
  const [{ id = '' } = {}] = await refusedMails();
  expect(await gateway.cli('mail', 'raw', id)).toContain('From: carol@else.test');
  const database = openDatabase(gateway.databaseUrl);
  const store = fileStore(`${gateway.home}/store`);
  const days = (count: number) => new Date(Date.now() + count * 86_400_000);
  await dropRefused({ db: database.db, store, days: 30 }, days(29));
  expect(await refusedMails()).toHaveLength(6);
  await dropRefused({ db: database.db, store, days: 0 }, days(400));
  expect(await refusedMails()).toHaveLength(6);
  await dropRefused({ db: database.db, store, days: 30 }, days(31));
  await database.close();
  expect(await refusedMails()).toEqual([]);
  expect(await store.has(`raw/${id}`)).toBe(false);
  expect((await gateway.json<Mail[]>('mail', 'list')).map(({ disposition }) => disposition)).toEqual(['opened']);
}, 240_000);
