import { mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TLSSocket } from 'node:tls';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openCertificate } from '../../../src/smtp/tls/certificate.ts';
import { selfMadeCertificate } from '../../../src/smtp/tls/self-made-certificate.ts';
import { certificate } from '../../support/certificate.ts';
import { startTestListener, type TestListener } from '../../support/listener.ts';
import { connectSmtp, greeted, mailText, transaction } from '../../support/smtp-client.ts';

let folder: string;
let listener: TestListener;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'postern-tls-'));
  listener = await startTestListener();
});
afterAll(async () => {
  await listener.stop();
  await rm(folder, { recursive: true, force: true });
});

async function handshake(port: number, options = {}): Promise<TLSSocket> {
  const client = await greeted(port);
  expect(await client.say('STARTTLS')).toBe('220 2.0.0 Ready to start TLS');
  return client.startTls(options);
}

test('mail comes over TLS, and the spool knows', async () => {
  const client = await greeted(listener.port);
  await client.say('STARTTLS');
  const secured = await client.startTls();
  expect(secured.getProtocol()).toBe('TLSv1.3');
  expect(await client.say(transaction[0])).toMatch(/^503/);
  expect(await client.say('EHLO h.test')).not.toContain('STARTTLS');
  expect(await client.say('STARTTLS')).toMatch(/^503 5\.5\.1 /);
  await client.sayAll(...transaction);
  expect(await client.say(`${mailText()}.`)).toMatch(/^250/);
  const [stored] = await listener.stored();
  expect(stored!.mail.peer.tls).toBe(true);
  expect(await client.say('MAIL FROM:<a@b.test> REQUIRETLS')).toMatch(/^555 5\.5\.4 /);
  await listener.forget();
  client.destroy();
});

test('TLS 1.2 and newer only', async () => {
  expect((await handshake(listener.port, { maxVersion: 'TLSv1.2' })).getProtocol()).toBe('TLSv1.2');
  const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' };
  await expect(handshake(listener.port, old)).rejects.toThrow();
  expect(listener.unforeseen).toEqual([]);
});

test('what stands behind STARTTLS in clear text is never heard', async () => {
  for (const injected of [
    'EHLO i\r\nMAIL FROM:<i@i.test>\r\nRCPT TO:<support@mx.test>\r\n',
    'NOOP\r\n'.repeat(10_000),
  ]) {
    const client = await greeted(listener.port);
    client.write(`STARTTLS\r\n${injected}`);
    expect(await client.reply()).toMatch(/^220/);
    await sleep(100);
    expect(client.pending()).toBe('');
    if (injected.startsWith('EHLO')) {
      await client.startTls().catch(() => {});
      await sleep(200);
      expect(client.pending()).toBe('');
    }
    client.destroy();
  }
  expect(listener.unforeseen).toEqual([]);
});

test('an unfinished handshake times out without an effect on other clients', async () => {
  const hasty = await startTestListener({ times: { ageMs: 1_000 } });
  const silent = await greeted(hasty.port);
  await silent.say('STARTTLS');
  await silent.closed();
  const partial = await greeted(hasty.port);
  await partial.say('STARTTLS');
  partial.write('\x16\x03\x01\x02\x00\x01');
  await partial.closed();
  expect(await (await greeted(hasty.port)).say('NOOP')).toMatch(/^250/);
  await hasty.stop();
});

test('the self-made certificate is kept, is ours, and is renewed in time', async () => {
  const path = join(folder, 'own.pem');
  const first = await selfMadeCertificate(path, 'mx.test');
  expect(await selfMadeCertificate(path, 'mx.test')).toBe(first);
  expect(await selfMadeCertificate(path, 'other.test')).not.toBe(first);
  const nextYear = new Date(Date.now() + 366 * 86_400_000);
  const again = await selfMadeCertificate(path, 'other.test', nextYear);
  expect(await selfMadeCertificate(path, 'other.test', nextYear)).toBe(again);
  await writeFile(path, 'not a certificate');
  expect(await selfMadeCertificate(path, 'mx.test')).toContain('BEGIN CERTIFICATE');
  const { subject, subjectaltname } = (await handshake(listener.port)).getPeerCertificate();
  expect([subject.CN, subjectaltname]).toEqual(['mx.test', 'DNS:mx.test']);
});

test("the operator's files are read again when they change; while they do not fit, the old ones serve", async () => {
  const [from, to] = [new Date(Date.now() - 86_400_000), new Date(Date.now() + 86_400_000)];
  const [first, second] = [certificate(from, to), certificate(from, to)];
  const files = { cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem') };
  await writeFile(join(folder, 'cert-1.pem'), first.cert);
  await symlink(join(folder, 'cert-1.pem'), files.cert);
  await writeFile(files.key, first.key);
  const unusable = vi.fn();
  const renewed = await startTestListener({
    certificate: await openCertificate({ files, home: folder, name: 'mx.test', onUnusable: unusable, pollMs: 10 }),
  });
  const shown = async () => (await handshake(renewed.port)).getPeerCertificate().serialNumber;
  const before = await shown();
  await writeFile(join(folder, 'cert-2.pem'), second.cert);
  await symlink(join(folder, 'cert-2.pem'), join(folder, 'link'));
  await rename(join(folder, 'link'), files.cert);
  await vi.waitFor(() => expect(unusable).toHaveBeenCalledTimes(1), 5_000);
  expect(await shown()).toBe(before);
  await writeFile(files.key, second.key);
  await vi.waitFor(async () => expect(await shown()).not.toBe(before), 10_000);
  await rm(files.key);
  await vi.waitFor(() => expect(unusable).toHaveBeenCalledTimes(2), 5_000);
  expect(await (await connectSmtp(renewed.port)).reply()).toMatch(/^220/);
  await renewed.stop();
  await expect(openCertificate({ files, home: folder, name: 'mx.test', onUnusable: unusable })).rejects.toThrow(
    /SMTP_TLS_CERT/,
  );
});
