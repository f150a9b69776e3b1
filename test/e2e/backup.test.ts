// A backup of the embedded default while it runs, into an empty home.
import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { writeArchive } from '../../src/cli/backup/archive.ts';
import type { OutboxView } from '../../src/outbox/list.ts';
import type { MailView } from '../../src/tickets/views/mail-view.ts';
import type { TicketView } from '../../src/tickets/views/ticket-view.ts';
import { commandLine } from '../support/command-line.ts';
import { type GatewayProcess, startGatewayProcess } from '../support/gateway.ts';
import { type Smarthost, startSmarthost } from '../support/smarthost.ts';
import { sendRaw } from '../support/smtp-client.ts';

const open: { remove?: () => Promise<unknown>; close?: () => Promise<unknown> }[] = [];
afterAll(async () => {
  for (const each of open.reverse()) await (each.remove?.() ?? each.close?.());
});

async function until<T>(what: string, look: () => Promise<T | undefined | false>): Promise<T> {
  for (let tries = 0; tries < 300; tries++, await sleep(100)) {
    const found = await look();
    if (found) return found;
  }
  throw new Error(`not seen: ${what}`);
}
async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'postern-backup-'));
  open.push({ remove: () => rm(path, { recursive: true, force: true }) });
  return path;
}
const boundary = '=_1';
const mail = (subject: string) =>
  [
    'From: Ada <ada@corp.test>',
    'To: support@mx.test',
    `Message-ID: <${subject}@corp.test>`,
    `Subject: ${subject}`,
    'MIME-Version: 1.0',
    `Content-Type: multipart/mixed; boundary="${boundary}"`,
    '',
    `--${boundary}`,
    'Content-Type: text/plain; charset=utf-8',
    '',
    `It fails: ${subject}, "quoted" \\ and così.`,
    `--${boundary}`,
    'Content-Type: application/octet-stream; name="log.bin"',
    'Content-Disposition: attachment; filename="log.bin"',
    'Content-Transfer-Encoding: base64',
    '',
    Buffer.from(`bytes of ${subject}`).toString('base64'),
    `--${boundary}--`,
    '',
  ].join('\r\n');
const write = (gateway: GatewayProcess, subject: string) =>
  sendRaw(gateway.smtpPort(), { from: 'ada@corp.test', to: 'support@mx.test', bytes: mail(subject) });
const tickets = (gateway: GatewayProcess) => gateway.json<TicketView[]>('ticket', 'list');

test('the whole comes back, goes on where it was, and sends nothing again', async () => {
  const smarthost: Smarthost = await startSmarthost();
  open.push(smarthost);
  smarthost.follow({ mail: { code: 451, text: '4.3.2 Not now' } });
  const settings = { DATABASE_URL: '', RELAY_URL: `smtp://127.0.0.1:${smarthost.port}` };
  const gateway = await startGatewayProcess(settings);
  open.push(gateway);
  await gateway.cli('admin', 'add', 'ada@corp.test', '--name', 'Ada');
  await write(gateway, 'one');
  await write(gateway, 'two');
  await until('two tickets that wait for the relay', async () => {
    const waiting = await gateway.json<OutboxView[]>('outbox', 'list');
    return waiting.filter(({ attempts }) => attempts > 0).length === 2;
  });
  const file = join(await folder(), 'all.tar.gz');
  await commandLine(['backup', file], { POSTERN_HOME: gateway.home, ...settings });
  const before = {
    tickets: await Promise.all((await tickets(gateway)).map(({ key }) => gateway.json('ticket', 'show', key))),
    mails: await gateway.json<MailView[]>('mail', 'list'),
    secret: await readFile(join(gateway.home, 'secret'), 'utf8'),
  };
  await write(gateway, 'three');
  await until('a third ticket', async () => (await tickets(gateway)).length === 3);
  const raw = await gateway.cli('mail', 'raw', before.mails[0]!.id);
  await gateway.stop();

  await expect(commandLine(['restore', file], { POSTERN_HOME: gateway.home })).rejects.toThrow(
    /ended with 1: .*in use/,
  );
  smarthost.follow({});
  const home = await folder();
  const said = await commandLine(['restore', file], { POSTERN_HOME: home });
  expect(said).toContain('2 outgoing mails wait');
  expect(await readFile(join(home, 'restored-settings.env'), 'utf8')).toContain(`RELAY_URL='${settings.RELAY_URL}'`);
  const restored = await startGatewayProcess({ ...settings, POSTERN_HOME: home });
  open.push(restored);
  const shown = await Promise.all(
    (await tickets(restored)).map(({ key }) => restored.json<TicketView>('ticket', 'show', key)),
  );
  const withoutDeliveries = (each: unknown) => ({ ...(each as TicketView), deliveries: [] });
  expect(shown.map(withoutDeliveries)).toEqual(before.tickets.map(withoutDeliveries));
  expect(await restored.json('mail', 'list')).toEqual(before.mails);
  expect(await readFile(join(home, 'secret'), 'utf8')).toBe(before.secret);
  expect(await commandLine(['mail', 'raw', before.mails[0]!.id], { POSTERN_HOME: home })).toBe(raw);
  expect(smarthost.received).toEqual([]);
  const parked = await restored.json<OutboxView[]>('outbox', 'list', '--failed');
  expect(parked).toHaveLength(2);
  expect(parked[0]?.lastReply).toMatch(/^not sent: restored from the backup of 2/);

  await write(restored, 'four');
  await until('the receipt of four, and nothing else', async () => smarthost.received.length === 1);
  expect((await tickets(restored)).map(({ key }) => key)).toEqual(['PT-3', 'PT-2', 'PT-1']);
  await restored.json('outbox', 'retry', '--all');
  await until('what the operator has ordered', async () => smarthost.received.length === 3);
});

test('a torn file, or another one, restores nothing', async () => {
  const [to, file] = [await folder(), join(await folder(), 'torn.tar.gz')];
  const refused = () => expect(commandLine(['restore', file], { POSTERN_HOME: to })).rejects.toThrow(/ended with 1: /);
  await writeArchive(file, async archive => {
    await archive.text('postern-backup.json', '{}');
    await archive.text('secret', randomBytes(5_000).toString('hex'));
    await archive.text('complete.json', '{}');
  });
  await truncate(file, 2_000);
  await refused();
  await writeArchive(file, archive => archive.text('postern-backup.json', '{}'));
  await refused();
  await writeArchive(file, archive => archive.text('secret', 'of another program'));
  await refused();
  await writeFile(file, 'no archive at all');
  await refused();
  expect(await readdir(to)).toEqual([]);
});
