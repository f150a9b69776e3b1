// What an outage left in the spool: filed in the order in which it came, with no number skipped, and what cannot be
// read holds up nothing.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ulid } from 'ulid';
import { afterAll, expect, test } from 'vitest';
import type { Role } from '../../src/gateway.ts';
import { cloneDatabase } from '../support/database.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { sendPlain } from '../support/smtp-client.ts';

const hosts: TestGateway[] = [];
const folder = await mkdtemp(join(tmpdir(), 'postern-order-'));
afterAll(async () => {
  for (const host of hosts) await host.remove();
  await rm(folder, { recursive: true, force: true });
});

const unreadable = 510;
const mails = 40;

test('after an outage tickets have the order of arrival and no number is skipped, behind 510 torn files', async () => {
  const spool = join(folder, 'spool');
  await mkdir(join(spool, 'new'), { recursive: true, mode: 0o700 });
  const yesterday = Date.now() - 86_400_000;
  for (let at = 0; at < unreadable; at++) {
    await writeFile(join(spool, 'new', ulid(yesterday + at).toLowerCase()), 'From: torn@by.test\r\n\r\nhalf a mai');
  }
  const shared = {
    DATABASE_URL: await cloneDatabase(),
    SPOOL_URL: `file:${spool}`,
    STORE_URL: `file:${join(folder, 'store')}`,
    SECRET: 'a secret that all hosts know',
  };
  const start = async (role: Role) => {
    const host = await startTestGateway(shared, [role]);
    hosts.push(host);
    return host;
  };
  const listener = await start('smtp');
  for (let at = 0; at < 5; at++) await listener.cli('admin', 'add', `author${at}@corp.test`);
  const subjects = Array.from({ length: mails }, (_, at) => `Clinic ${at} cannot book`);
  for (const [at, subject] of subjects.entries()) {
    const mail = { from: `author${at % 5}@corp.test`, id: `order-${at}`, subject };
    expect(await sendPlain(listener.smtpPort(), mail)).toMatch(/^250 /);
  }
  await start('worker');
  type Ticket = { key: string; subject: string };
  const tickets = async () => (await listener.json<Ticket[]>('ticket', 'list')).toReversed();
  await expect.poll(async () => (await tickets()).length, { timeout: 45_000, interval: 500 }).toBe(mails);
  const byNumber = (await tickets()).toSorted((a, b) => Number(a.key.slice(3)) - Number(b.key.slice(3)));
  expect(byNumber.map(({ subject }) => subject)).toEqual(subjects);
  expect(byNumber.map(({ key }) => key)).toEqual(subjects.map((_, at) => `PT-${at + 1}`));
});
