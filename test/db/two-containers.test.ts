// Two containers on one volume: namespaces of their own for the network, for processes and for IPC.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { lockHome } from '../../src/config/home-lock.ts';
import { killServer, startUser, type User } from '../support/embedded.ts';

const inside = ['unshare', '-n', '-p', '-i', '--fork', '--kill-child', '--mount-proc'];
const up = ['sh', '-c', 'ip link set lo up && exec "$@"', 'sh'];
const container = [...inside, ...up];
const works = spawnSync(inside[0]!, [...inside.slice(1), ...up, 'true']).status === 0;
if (!works)
  console.warn('LEFT OUT: two containers on one volume. Namespaces are not to be had here, or ip is missing.');

const main = fileURLToPath(new URL('../../src/start.js', import.meta.url));
const folders: string[] = [];
afterAll(async () => {
  for (const folder of folders) {
    await killServer(join(folder, 'postgres'));
    await killServer(folder);
    await rm(folder, { recursive: true, force: true });
  }
});
async function volume(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'postern-volume-'));
  folders.push(path);
  return path;
}

/** `postern …` in a container of its own. */
function postern(home: string, args: readonly string[], settings: Record<string, string> = {}) {
  const env = { PATH: process.env.PATH, POSTERN_HOME: home, SMTP_PORT: '0', HTTP_PORT: '0', ...settings };
  const child = spawn(container[0]!, [...container.slice(1), process.execPath, main, ...args], { env });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', chunk => (said += chunk));
  const exited = new Promise<number | null>(resolve => child.once('exit', resolve));
  return { child, exited, said: () => said };
}

test.skipIf(!works)('both start at once on an empty volume, and use one server', async () => {
  const dir = await volume();
  const users: User[] = [startUser(dir, container), startUser(dir, container), startUser(dir)];
  const said = await Promise.all(users.map(user => user.said));
  for (const line of said) expect(line).toMatch(/^postgres:/);
  // Two of the three cannot reach the loopback of the one that started it: all have its socket.
  expect(new Set(said).size).toBe(1);
  expect(said[0]).toContain('host=');
  // unshare passes no SIGTERM on.
  for (const user of users.slice(0, 2)) await user.end('SIGKILL');
  expect(await users[2]!.end()).toBe(0);
});

test.skipIf(!works)('a second gateway is told who holds the home, and a command works beside the first', async () => {
  const home = await volume();
  const first = postern(home, ['serve']);
  await expect.poll(first.said, { timeout: 100_000 }).toContain('Postern is ready');
  const second = postern(home, ['serve']);
  expect(await second.exited).toBe(1);
  expect(second.said()).toMatch(/a gateway runs on .* already \(process 1 on \S+ since .*smtp:\/\//);
  const list = postern(home, ['admin', 'add', 'ada@corp.test']);
  expect(await list.exited, list.said()).toBe(0);
  expect(lockHome(home)).toMatchObject({ heldBy: expect.stringContaining('smtp://') });
  // A container ends with its first process, however that ends.
  first.child.kill('SIGKILL');
  await first.exited;
  const next = postern(home, ['admin', 'list', '--json']);
  expect(await next.exited, next.said()).toBe(0);
  expect(next.said()).toContain('ada@corp.test');
});
