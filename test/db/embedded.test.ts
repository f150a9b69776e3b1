// The embedded PostgreSQL, by processes that start, leave and are killed at bad moments.
import { spawnSync } from 'node:child_process';
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { ask, killServer, postmasterPid, startUser } from '../support/embedded.ts';

const folders: string[] = [];
async function emptyFolder(below = tmpdir()): Promise<string> {
  const dir = await mkdtemp(join(below, 'postern-embedded-'));
  folders.push(dir);
  return dir;
}
afterAll(async () => {
  for (const dir of folders) {
    await killServer(dir);
    await rm(dir, { recursive: true, force: true });
  }
});

const leftovers = async (dir: string) => (await readdir(dir)).filter(name => /^(making|password)-/.test(name));

describe('one folder', async () => {
  const dir = await emptyFolder();
  afterEach(() => expect(postmasterPid(dir), 'the last user stops the server').toBeNull());

  test('two processes that start at once on an empty folder share one server', async () => {
    const users = [startUser(dir), startUser(dir)];
    const [first = '', second = ''] = await Promise.all(users.map(user => user.said));
    expect(first).toMatch(/^postgres:/);
    expect(second).toBe(first);
    await ask(first, 'create table kept (what text)');
    await ask(second, `insert into kept values ('this')`);
    expect(await leftovers(dir)).toEqual([]);
    expect(await Promise.all(users.map(user => user.end()))).toEqual([0, 0]);
  });

  test('a second start finds everything, on the port of the first', async () => {
    const port = Number(await readFile(join(dir, 'port'), 'utf8'));
    const user = startUser(dir);
    expect(await ask(await user.said, 'select what from kept')).toBe('this');
    expect(new URL(await user.said).port).toBe(String(port));
    expect(await user.end()).toBe(0);
  });

  test('a folder whose path is too long for a socket is reached by its port', async () => {
    const far = join(await emptyFolder(), 'f'.repeat(100));
    const users = [startUser(far), startUser(dir)];
    const [long = '', short = ''] = await Promise.all(users.map(user => user.said));
    expect(new URL(long).host).toMatch(/^127\.0\.0\.1:\d+$/);
    expect(new URL(short).searchParams.get('host')).toBe(join(dir, 'data'));
    expect(await ask(long, 'select 1')).toBe(1);
    expect(await Promise.all(users.map(user => user.end()))).toEqual([0, 0]);
  });

  test('only the last user stops the server', async () => {
    const [first, second] = [startUser(dir), startUser(dir)];
    const url = await first.said;
    await second.said;
    await first.end();
    expect(await ask(url, 'select 1')).toBe(1);
    await second.end();
  });

  test('the process that started the server may be killed while others use it', async () => {
    const starter = startUser(dir);
    const url = await starter.said;
    const other = startUser(dir);
    await other.said;
    await starter.end('SIGKILL');
    expect(await ask(url, 'select 1')).toBe(1);
    await other.end();
  });

  test('a server left behind by its killed user is adopted by the next', async () => {
    const killed = startUser(dir);
    await killed.said;
    await killed.end('SIGKILL');
    const orphan = postmasterPid(dir);
    expect(orphan).not.toBeNull();
    const next = startUser(dir);
    expect(await ask(await next.said, 'select what from kept')).toBe('this');
    expect(postmasterPid(dir)).toBe(orphan);
    await next.end();
  });

  test('a server killed while in use is started again on its port', async () => {
    const user = startUser(dir);
    const url = await user.said;
    for (let round = 0; round < 3; round++) {
      await killServer(dir);
      await expect.poll(() => ask(url, 'select what from kept').catch(() => null), { timeout: 15_000 }).toBe('this');
    }
    await user.end();
  });

  test('a pid file with the number of another process does not stop the start', async () => {
    const user = startUser(dir);
    await user.said;
    const left = await readFile(join(dir, 'data', 'postmaster.pid'), 'utf8');
    await killServer(dir);
    await user.end('SIGKILL');
    await killServer(dir); // Its user may have started it once more.
    const reused = left.replace(/^\d+/, String(process.pid));
    await writeFile(join(dir, 'data', 'postmaster.pid'), reused);
    const next = startUser(dir);
    expect(await ask(await next.said, 'select what from kept')).toBe('this');
    await next.end();
  });

  test('a session spends nothing on a password that cannot be guessed', async () => {
    const user = startUser(dir);
    const kept = await ask(await user.said, `select rolpassword as what from pg_authid where rolname = 'postern'`);
    expect(kept).toMatch(/^SCRAM-SHA-256\$1:/);
    await user.end();
  });

  test('files with secrets are readable by their owner only', async () => {
    expect((await stat(join(dir, 'data', 'password'))).mode & 0o777).toBe(0o600);
    expect((await stat(join(dir, 'data'))).mode & 0o777).toBe(0o700);
    const home = await emptyFolder();
    loadConfig({ POSTERN_HOME: home });
    expect((await stat(join(home, 'secret'))).mode & 0o777).toBe(0o600);
  });
});

test('killed in the middle of setting up, the next start cleans up and works', async () => {
  const dir = await emptyFolder();
  for (let round = 0; round < 3; round++) {
    const killed = startUser(dir);
    await expect.poll(() => leftovers(dir), { timeout: 10_000, interval: 5 }).toHaveLength(2);
    await sleep(round * 50);
    await killed.end('SIGKILL');
    expect(await readdir(dir)).not.toContain('data');
  }
  const user = startUser(dir);
  expect(await user.said).toMatch(/^postgres:/);
  expect(await leftovers(dir)).toEqual([]);
  expect(await user.end()).toBe(0);
});

test('a start that cannot work says in one line what to do', async () => {
  const dir = await emptyFolder();
  await writeFile(join(dir, 'file'), '');
  const user = startUser(join(dir, 'file'));
  expect(await user.said).toMatch(/^[^\n]*(EEXIST|ENOTDIR)[^\n]*DATABASE_URL[^\n]*$/);
  expect(await user.exited).toBe(1);
});

describe('users', () => {
  const root = process.getuid?.() === 0;
  if (!root) console.warn('LEFT OUT: the embedded PostgreSQL as root. These tests do not run as root.');
  const asNobody = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];
  const repository = fileURLToPath(new URL('../../', import.meta.url));
  const canReach = root && spawnSync(asNobody[0]!, [...asNobody.slice(1), 'ls', repository]).status === 0;
  if (root && !canReach) console.warn(`LEFT OUT: the embedded PostgreSQL as nobody, who cannot reach ${repository}.`);
  /** PATH without unshare: how a container looks that forbids namespaces. */
  const noNamespaces = { env: { PATH: '/nowhere' } };

  test.skipIf(!root)('as root, in a folder that only root may enter', async () => {
    const outer = await emptyFolder();
    await chmod(outer, 0o700);
    const dir = await emptyFolder(outer);
    const user = startUser(dir);
    expect(await ask(await user.said, 'select 1')).toBe(1);
    expect(await user.end()).toBe(0);
  });

  test.skipIf(!canReach)('as an ordinary user', async () => {
    const dir = await emptyFolder();
    await chmod(dir, 0o777);
    const user = startUser(dir, asNobody);
    expect(await ask(await user.said, 'select 1')).toBe(1);
    expect((await stat(join(dir, 'data'))).uid).toBe(65534);
    expect(await user.end()).toBe(0);
  });

  test.skipIf(!canReach)('as root without namespaces it runs as nobody, where nobody can reach it', async () => {
    const dir = await emptyFolder();
    await chmod(dir, 0o755);
    const user = startUser(dir, [], noNamespaces);
    expect(await ask(await user.said, 'select 1')).toBe(1);
    expect((await stat(join(dir, 'data'))).uid).not.toBe(0);
    expect(await user.end()).toBe(0);
    // The folder belongs to nobody now, and namespaces being back changes nothing.
    const again = startUser(dir);
    expect(await ask(await again.said, 'select 1')).toBe(1);
    expect(await again.end()).toBe(0);
  });

  test.skipIf(!canReach)('as root without namespaces, out of reach, it says what to do', async () => {
    const outer = await emptyFolder();
    await chmod(outer, 0o700);
    const user = startUser(await emptyFolder(outer), [], noNamespaces);
    expect(await user.said).toMatch(/^[^\n]*Permission denied[^\n]*DATABASE_URL[^\n]*$/i);
    expect(await user.exited).toBe(1);
  });
});
