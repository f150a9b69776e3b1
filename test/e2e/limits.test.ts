import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { newId } from '../../src/mail/new-id.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { sendRaw } from '../support/smtp-client.ts';

let gateway: TestGateway;
afterAll(() => gateway?.remove());

test('a spool near its limit defers mail at MAIL FROM, and takes it once there is room', async () => {
  gateway = await startTestGateway({ SPOOL_MAX_MAILS: '2' });
  await gateway.cli('admin', 'add', 'ada@corp.test');
  let sent = 0;
  const send = () =>
    sendRaw(gateway.smtpPort(), {
      from: 'ada@corp.test',
      to: 'support@mx.test',
      bytes: `From: ada@corp.test\r\nSubject: It fails ${++sent}\r\n\r\nSince nine.\r\n`,
    });
  expect(await send()).toMatch(/^250 /);
  const torn = Array.from({ length: 3 }, () => join(gateway.home, 'spool', 'new', newId()));
  for (const path of torn) await writeFile(path, 'torn');
  await expect.poll(send, { timeout: 30_000, interval: 500 }).toMatch(/^452 4\.3\.1 /);
  expect(gateway.log()).toContain('limits: near, mail is deferred at MAIL FROM');
  for (const path of torn) await rm(path, { force: true });
  await expect.poll(send, { timeout: 30_000, interval: 500 }).toMatch(/^250 /);
  expect(gateway.log()).toContain('limits: far enough again, mail is taken');
});
