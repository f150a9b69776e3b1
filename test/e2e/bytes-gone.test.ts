// Mail whose bytes are gone, by a disk or a hand: told and counted, with the name of the mail; nothing ends for it.
import { readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type GatewayProcess, startGatewayProcess } from '../support/gateway.ts';
import { openSecondClient } from '../support/second-client.ts';
import { sendRaw } from '../support/smtp-client.ts';

type Mail = { id: string; subject: string; disposition: string };

let gateway: GatewayProcess;
beforeAll(async () => {
  gateway = await startGatewayProcess();
  await gateway.cli('admin', 'add', 'ada@corp.test');
});
afterAll(() => gateway.remove());

const send = (subject: string, more = '') =>
  sendRaw(gateway.smtpPort(), {
    from: 'ada@corp.test',
    to: 'support@mx.test',
    bytes: `From: ada@corp.test\r\nSubject: ${subject}\r\n${more}\r\nSince nine.\r\n`,
  });
const mails = () => gateway.json<Mail[]>('mail', 'list');
const known = async (subject: string) => (await mails()).find(mail => mail.subject === subject);

test('a mail without bytes is not filed again, and the gateway goes on', async () => {
  expect(await send('An absence', 'Auto-Submitted: auto-replied\r\n')).toMatch(/^250 /);
  await expect.poll(async () => (await known('An absence'))?.disposition, { timeout: 20_000 }).toMatch(/ignored|held/);
  const { id } = (await known('An absence'))!;
  const raw = join(gateway.home, 'store', 'raw');
  for (const name of await readdir(raw, { recursive: true })) if (name.includes(id)) await rm(join(raw, name));
  const pid = gateway.pid();
  await expect(gateway.cli('mail', 'replay', id)).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringMatching(new RegExp(`^postern: the bytes of ${id} are not in the store`)),
  });
  await expect(gateway.cli('mail', 'raw', id)).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining(id) });
  expect(await send('The next one')).toMatch(/^250 /);
  await expect.poll(async () => (await known('The next one'))?.disposition, { timeout: 20_000 }).toBe('opened');
  process.kill(pid, 0);
  expect(await gateway.stop()).toBe(0);
});

test('a mail whose bytes vanish from the spool is counted as failed and told, and is filed once it is back', async () => {
  const shared = {
    DATABASE_URL: gateway.databaseUrl,
    SPOOL_URL: `file:${join(gateway.home, 'apart')}`,
    STORE_URL: `file:${join(gateway.home, 'store')}`,
    SECRET: 'a secret that all hosts know',
  };
  const listener = await startGatewayProcess(shared, ['smtp']);
  const from = 'ada@corp.test';
  const bytes = `From: ${from}\r\nSubject: Vanishes\r\n\r\nSince nine.\r\n`;
  expect(await sendRaw(listener.smtpPort(), { from, to: 'support@mx.test', bytes })).toMatch(/^250 /);
  const pending = async () => (await mails()).find(({ disposition }) => disposition === 'pending');
  await expect.poll(pending, { timeout: 20_000 }).toBeDefined();
  const { id } = (await pending())!;
  const file = join(gateway.home, 'apart', 'new', id);
  const away = join(gateway.home, 'away');
  await rename(file, away);
  const sql = openSecondClient(gateway.databaseUrl);
  // As if it had waited for long already, and failed often.
  await sql`update mails set received_at = now() - interval '1 hour', attempts = 18 where id = ${id}`;
  await sql.end();
  const worker = await startGatewayProcess(shared, ['worker']);
  const isNow = async () => (await mails()).find(mail => mail.id === id)?.disposition;
  await expect.poll(isNow, { timeout: 60_000, interval: 500 }).toBe('failed');
  await expect.poll(worker.log).toMatch(new RegExp(`"mail":"${id}".*its bytes are gone`));
  // They were on a disk that was not there.
  await rename(away, file);
  const raw = () => worker.cli('mail', 'raw', id).catch(String);
  await expect.poll(raw, { timeout: 30_000, interval: 500 }).toContain('Subject: Vanishes');
  await worker.cli('mail', 'replay', id);
  await expect.poll(isNow, { timeout: 30_000, interval: 500 }).toBe('opened');
  for (const host of [listener, worker]) {
    expect(await host.stop(), host.log()).toBe(0);
    await host.remove();
  }
}, 150_000);
