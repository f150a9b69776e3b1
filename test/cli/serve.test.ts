// What `postern serve` says when it cannot begin: one line, a status, and nothing left running.
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { certificate } from '../support/certificate.ts';
import { postmasterPid } from '../support/embedded.ts';

const main = fileURLToPath(new URL('../../src/start.js', import.meta.url));
let home: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'postern-serve-'));
});
afterAll(() => rm(home, { recursive: true, force: true }));

function serve(settings: Record<string, string>): Promise<{ status: number | null; stdout: string; stderr: string }> {
  // The embedded PostgreSQL, as an operator has it who begins.
  const env = {
    PATH: process.env.PATH,
    POSTERN_HOME: join(home, 'state'),
    SMTP_PORT: '0',
    HTTP_PORT: '0',
    ...settings,
  };
  return new Promise(resolve => {
    const child = execFile(
      process.execPath,
      [main, 'serve'],
      { env, cwd: home, timeout: 60_000 },
      (_, stdout, stderr) => resolve({ status: child.exitCode, stdout, stderr }),
    );
  });
}

const fresh = () => certificate(new Date(), new Date(Date.now() + 86_400_000));
const pairs: [string, () => Promise<readonly [cert: string, key: string]>][] = [
  ['is missing', async () => ['missing.pem', 'missing.pem']],
  ['is a folder', async () => ['.', '.']],
  ['is no certificate', async () => [await put('words.pem', 'not a certificate\n'), 'words.pem']],
  ['belongs to another key', async () => [await put('a.pem', fresh().cert), await put('b.pem', fresh().key)]],
];

test.each(pairs)(
  'a certificate that %s ends it with one line and status 2, before anything is started',
  async (_, make) => {
    const [cert, key] = await make();
    const { status, stdout, stderr } = await serve({ SMTP_TLS_CERT: join(home, cert), SMTP_TLS_KEY: join(home, key) });
    expect([status, stdout], stderr).toEqual([2, '']);
    expect(stderr).toMatch(/^postern: SMTP_TLS_CERT, SMTP_TLS_KEY: the files cannot be used [^\n]+\n$/);
    expect(await readdir(join(home, 'state'))).not.toContain('postgres');
  },
);

test('templates that cannot be used end it with a line a problem and status 2, before anything is started', async () => {
  const { status, stdout, stderr } = await serve({ TEMPLATES_DIR: join(home, 'nowhere') });
  expect([status, stdout], stderr).toEqual([2, '']);
  expect(stderr).toMatch(/^postern: TEMPLATES_DIR: [^\n]*nowhere is no folder\n$/);
  expect(await readdir(join(home, 'state'))).not.toContain('postgres');
});

const ports = ['METRICS_PORT', 'HTTP_PORT', 'SMTP_PORT', 'POLICY_PORT'];

// In the order in which they are bound: whatever was started before the one that fails has to end again.
test.each(ports)('%s that is taken ends it with one line, and with all that was started before', async name => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as AddressInfo;
  const others = Object.fromEntries(ports.map(other => [other, '0']));
  const { status, stdout, stderr } = await serve({ ...others, [name]: String(port), STOP_SECONDS: '30' });
  taken.close();
  expect([status, stdout], stderr).toEqual([1, '']);
  expect(stderr).toMatch(new RegExp(`^postern: 127\\.0\\.0\\.1:${port} is taken by another program: [^\n]*${name}\n$`));
  expect(postmasterPid(join(home, 'state', 'postgres')), 'the embedded PostgreSQL').toBeNull();
});

async function put(name: string, text: string): Promise<string> {
  await writeFile(join(home, name), text);
  return name;
}
