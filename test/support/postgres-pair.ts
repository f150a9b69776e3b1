// A primary and its standby, which take every commit together: two real clusters of Debian's PostgreSQL.
import { execFile, spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);
const versions = '/usr/lib/postgresql';
const programs = existsSync(versions)
  ? (readdirSync(versions)
      .toSorted((a, b) => Number(b) - Number(a))
      .map(version => join(versions, version, 'bin'))
      .find(bin => existsSync(join(bin, 'pg_basebackup'))) ?? null)
  : null;

/** Says loudly what is left out where there are no programs; for `describe.skipIf` and `test.skipIf`. */
export function withoutReplication(suite: string): boolean {
  if (programs === null) console.warn(`LEFT OUT: ${suite}. Install Debian's postgresql to run it.`);
  return programs === null;
}

export type PostgresPair = Readonly<{
  /** `host:port` of the one that takes writes at first, and of the other. */
  primary: string;
  standby: string;
  /** Ends the primary as a machine does that loses its power. */
  killPrimary(): Promise<void>;
  promote(): Promise<void>;
  remove(): Promise<void>;
}>;

/** PostgreSQL refuses to run as root; its programs then run as Debian's user for it. */
const isRoot = process.getuid?.() === 0;
const call = (program: string, ...args: string[]) => {
  const path = join(programs!, program);
  return isRoot ? run('runuser', ['-u', 'postgres', '--', path, ...args]) : run(path, args);
};

/** With a database `postern` and the user `postern`, without a password. */
export async function startPostgresPair(): Promise<PostgresPair> {
  const folder = await mkdtemp(join(tmpdir(), 'postern-pair-'));
  await chmod(folder, 0o755);
  if (isRoot) spawnSync('chown', ['postgres', folder]);
  const [first, second] = [join(folder, 'a'), join(folder, 'b')];
  const [firstPort, secondPort] = [await freePort(), await freePort()];
  const start = (data: string, port: number, more = '') =>
    call(
      ...(['pg_ctl', '-D', data, '-w', '-l', `${data}.log`] as const),
      ...['-o', `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=${folder} ${more}`, 'start'],
    );
  await call('initdb', '-D', first, '-U', 'postern', '--auth=trust', '--no-sync');
  await start(first, firstPort);
  await call('createdb', '-h', '127.0.0.1', '-p', String(firstPort), '-U', 'postern', 'postern');
  await call(
    'pg_basebackup',
    '-h',
    '127.0.0.1',
    '-p',
    String(firstPort),
    '-U',
    'postern',
    '-D',
    second,
    '-R',
    '-c',
    'fast',
  );
  await start(second, secondPort);
  // From now on a commit is answered once both have it.
  await call('pg_ctl', '-D', first, '-m', 'fast', 'stop');
  await start(first, firstPort, `-c synchronous_standby_names='*'`);
  return {
    primary: `127.0.0.1:${firstPort}`,
    standby: `127.0.0.1:${secondPort}`,
    killPrimary: async () => void (await call('pg_ctl', '-D', first, '-m', 'immediate', 'stop')),
    promote: async () => void (await call('pg_ctl', '-D', second, '-w', 'promote')),
    async remove() {
      for (const data of [first, second]) await call('pg_ctl', '-D', data, '-m', 'immediate', 'stop').catch(() => {});
      await sleep(100);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Below the ports of outgoing connections. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = 18_000 + Math.floor(Math.random() * 2_000);
    const free = await new Promise<boolean>(resolve => {
      const probe = createServer().once('error', () => resolve(false));
      probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
    });
    if (free) return port;
  }
}
