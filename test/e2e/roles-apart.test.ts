// Listener, worker and pages as three processes with three homes, which share PostgreSQL and a bucket and no disk.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cloneDatabase } from '../support/database.ts';
import { type GatewayProcess, startGatewayProcess } from '../support/gateway.ts';
import { startS3, type TestS3, withoutS3 } from '../support/s3/s3.ts';
import { sendPlain } from '../support/smtp-client.ts';

type Ticket = { key: string; subject: string; messages: { attachments: { name: string; size: number }[] }[] };
type Mail = { id: string; subject: string; disposition: string };

describe.skipIf(withoutS3('roles apart, with a bucket'))('roles apart', () => {
  let s3: TestS3;
  let settings: Record<string, string>;
  let [listener, worker]: GatewayProcess[] = [];
  beforeAll(async () => {
    s3 = await startS3();
    settings = {
      DATABASE_URL: await cloneDatabase(),
      STORE_URL: await s3.bucket('postern'),
      SECRET: 'a secret that all hosts know',
    };
    listener = await startGatewayProcess(settings, ['smtp']);
    worker = await startGatewayProcess(settings, ['worker']);
    await worker.cli('admin', 'add', 'ada@corp.test');
  });
  afterAll(async () => {
    await Promise.all([listener, worker].map(host => host?.remove()));
    await s3?.remove();
  });

  let sent = 0;
  const send = (subject: string, more: object = {}) =>
    sendPlain(listener!.smtpPort(), { from: 'ada@corp.test', id: `apart-${++sent}`, subject, ...more });
  const subjects = async () => (await worker!.json<Ticket[]>('ticket', 'list')).map(({ subject }) => subject);
  const raw = async (subject: string) => {
    const found = (await worker!.json<Mail[]>('mail', 'list')).find(mail => mail.subject === subject);
    return found ? worker!.cli('mail', 'raw', found.id) : '';
  };

  test('mail that one host takes is filed and answered by another', async () => {
    expect(await send('Bookings fail')).toMatch(/^250/);
    await expect.poll(subjects, { timeout: 20_000 }).toContain('Bookings fail');
    await expect.poll(async () => (await worker!.outbox()).length, { timeout: 20_000 }).toBe(1);
    expect(await raw('Bookings fail')).toContain('Subject: Bookings fail');
    expect((await readdir(listener!.home)).filter(name => ['spool', 'store'].includes(name))).toEqual([]);
    expect(await readdir(join(worker!.home)).then(names => names.includes('store'))).toBe(false);
  });

  test('what is taken while the worker is dead is found by listing once it is back', async () => {
    await worker!.stop('SIGKILL');
    for (let at = 0; at < 5; at++) expect(await send(`dead ${at}`)).toMatch(/^250/);
    expect(await listener!.stop('SIGKILL')).toBeNull();
    await listener!.start();
    await worker!.start();
    await expect
      .poll(async () => (await subjects()).filter(subject => subject.startsWith('dead')).length, { timeout: 30_000 })
      .toBe(5);
  });

  test('while the bucket is away mail is put off, and none is lost', async () => {
    await s3.kill();
    expect(await send('put off')).toMatch(/^451 4\.3\.0/);
    await s3.start();
    await expect.poll(() => send('put off'), { timeout: 30_000 }).toMatch(/^250/);
    await expect.poll(subjects, { timeout: 30_000 }).toContain('put off');
    const all = await subjects();
    expect(new Set(all).size, `doubled: ${all}`).toBe(all.length);
  });

  test('a worker that cannot see the spool is refused with the setting', async () => {
    const alone = startGatewayProcess({ ...settings, SPOOL_URL: '', STORE_URL: '', SECRET: '' }, ['worker']);
    await expect(alone).rejects.toThrow(/SPOOL_URL: .*\n?SECRET: /s);
  });
});
