import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { certificate as makeCertificate } from '../support/certificate.ts';
import { startDnsServer } from '../support/dns-server.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';

type Finding = { about: string; well: boolean; says: string; mend: string };
let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.remove());

const examined = (error: { stdout: string }): Finding[] => JSON.parse(error.stdout);

test('the doctor says what is wrong and how to mend it, and nothing once it is mended', async () => {
  const sick = await gateway.cli('doctor', '--json').catch(examined);
  const wrong = (sick as Finding[]).filter(({ well }) => !well).map(({ about }) => about);
  // The test's listener is on a port that the settings do not name, and its PostgreSQL syncs nothing.
  expect(wrong).toEqual(['listener', 'database', 'directory']);
  for (const { mend, well } of sick as Finding[]) expect(well || mend !== '').toBe(true);
  await gateway.cli('admin', 'add', 'ada@clinic.test');
  const better = (await gateway.cli('doctor', '--json').catch(examined)) as Finding[];
  expect(better.find(({ about }) => about === 'directory')?.well).toBe(true);
});

test('a resolver that does not answer is named, and a certificate that soon ends', async () => {
  const dns = await startDnsServer();
  const home = await mkdtemp(join(tmpdir(), 'postern-doctor-'));
  const pem = join(home, 'both.pem');
  const renew = async (days: number) => {
    const { key, cert } = makeCertificate(new Date(), new Date(Date.now() + days * 86_400_000));
    await writeFile(pem, `${key}${cert}`);
  };
  await renew(3);
  const sick = await startTestGateway({ DNS_SERVERS: `${dns.address}, 127.0.0.1:1`, SMTP_TLS_CERT: pem });
  onTestFinished(async () => {
    await sick.remove();
    await rm(home, { recursive: true });
    dns.close();
  });
  const about = async (what: string) =>
    ((await sick.cli('doctor', '--json').catch(examined)) as Finding[]).find(each => each.about === what);
  expect(await about('dns')).toMatchObject({ well: false, says: 'no answer from 127.0.0.1:1' });
  expect(await about('TLS')).toMatchObject({ well: false, says: expect.stringMatching(/^the certificate ends on 2/) });
  await renew(30);
  expect(await about('TLS')).toMatchObject({ well: true });
  await writeFile(pem, 'none');
  expect(await about('TLS')).toMatchObject({ well: false, says: expect.stringContaining('cannot be used') });
});
