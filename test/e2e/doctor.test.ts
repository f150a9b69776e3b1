import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { certificate as makeCertificate } from '../support/certificate.ts';
import { commandLine } from '../support/command-line.ts';
import { startDnsServer } from '../support/dns-server.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';

type Finding = { name: string; ok: boolean; finding: string; cure: string };
let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.remove());

const findingsOf = (error: { stdout: string }): Finding[] => JSON.parse(error.stdout);

test('the doctor says what is wrong and how to cure it, and nothing once it is cured', async () => {
  const sick = await gateway.cli('doctor', '--json').catch(findingsOf);
  const wrong = (sick as Finding[]).filter(({ ok }) => !ok).map(({ name }) => name);
  // The test's listener is on a port that the settings do not name, and its PostgreSQL syncs nothing.
  expect(wrong).toEqual(['listener', 'database', 'directory']);
  for (const finding of sick as Finding[]) {
    expect(Object.keys(finding)).toEqual(['name', 'ok', 'finding', 'cure']);
    expect(finding.ok || finding.cure !== '').toBe(true);
  }
  await gateway.cli('admin', 'add', 'ada@clinic.test');
  await gateway.cli('admin', 'add', 'tess@desk.test', '--role', 'agent');
  const better = (await gateway.cli('doctor', '--json').catch(findingsOf)) as Finding[];
  expect(better.find(({ name }) => name === 'directory')?.ok).toBe(true);
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
  const checked = async (name: string) =>
    ((await sick.cli('doctor', '--json').catch(findingsOf)) as Finding[]).find(each => each.name === name);
  expect(await checked('dns')).toMatchObject({ ok: false, finding: 'no answer from 127.0.0.1:1' });
  expect(await checked('tls')).toMatchObject({
    ok: false,
    finding: expect.stringMatching(/^the certificate ends on 2/),
  });
  await renew(30);
  expect(await checked('tls')).toMatchObject({ ok: true });
  await writeFile(pem, 'none');
  expect(await checked('tls')).toMatchObject({ ok: false, finding: expect.stringContaining('cannot be used') });
});

test('with PostgreSQL away the doctor still checks all else, and names what to do', async () => {
  const home = await mkdtemp(join(tmpdir(), 'postern-doctor-'));
  onTestFinished(() => rm(home, { recursive: true }));
  const env = { PATH: process.env.PATH, POSTERN_HOME: home, DATABASE_URL: 'postgres://postern@127.0.0.1:1/postern' };
  const main = fileURLToPath(new URL('../../src/start.js', import.meta.url));
  const run = promisify(execFile)(process.execPath, [main, 'doctor', '--json'], { env, cwd: home });
  const found = await run.then(({ stdout }) => JSON.parse(stdout) as Finding[], findingsOf);
  const unchecked = found.filter(({ finding }) => finding.startsWith('could not be checked')).map(({ name }) => name);
  expect(unchecked).toEqual(['database', 'schema', 'clock', 'directory', 'outbox', 'mail', 'held', 'relays']);
  expect(found.find(({ name }) => name === 'database')?.cure).toContain('DATABASE_URL');
  expect(found.find(({ name }) => name === 'templates')?.ok).toBe(true);
});

test('whatever is named and away is one finding, with the setting that names it', async () => {
  const home = await mkdtemp(join(tmpdir(), 'postern-doctor-'));
  onTestFinished(() => rm(home, { recursive: true }));
  const away = {
    DATABASE_URL: 'postgres://postern@127.0.0.1:1/postern',
    REDIS_URL: 'redis://127.0.0.1:1',
    CLAMD_URL: 'tcp://127.0.0.1:1',
    LDAP_URL: 'ldap://127.0.0.1:1?tls=off',
    RELAY_URL: 'smtp://127.0.0.1:1',
    SMTP_PORT: '1',
    HTTP_PORT: '1',
  };
  const env = { PATH: process.env.PATH, POSTERN_HOME: home, ...away };
  const main = fileURLToPath(new URL('../../src/start.js', import.meta.url));
  const run = promisify(execFile)(process.execPath, [main, 'doctor', '--json'], { env, cwd: home });
  const found = await run.then(({ stdout }) => JSON.parse(stdout) as Finding[], findingsOf);
  const of = (name: string) => found.find(each => each.name === name);
  const named = {
    database: 'DATABASE_URL',
    queue: 'REDIS_URL',
    malware: 'CLAMD_URL',
    ldap: 'LDAP_URL',
    'mail out': 'RELAY_URL',
  };
  for (const [name, setting] of Object.entries(named)) {
    expect(of(name), name).toMatchObject({ ok: false, cure: expect.stringContaining(setting) });
  }
  for (const name of ['disk', 'store', 'spool', 'templates', 'version'])
    expect(of(name), name).toMatchObject({ ok: true });
  const bad = await commandLine(['doctor', '--json'], { ...env, SMTP_PORT: 'many' }).catch(String);
  expect(bad).toMatch(/ended with 1/);
});
