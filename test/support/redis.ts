// A Redis of the caller's own: a real server on a free port, which keeps nothing on disk.
import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';

export type TestRedis = Readonly<{
  url: string;
  start(): Promise<void>;
  /** Resolves when the process is gone; SIGKILL is how machines end. */
  kill(signal?: NodeJS.Signals): Promise<void>;
  flush(): Promise<void>;
  /** Without waiting for what comes of it. */
  signal(signal: NodeJS.Signals): void;
  remove(): Promise<void>;
}>;

/** The program on PATH; null when there is none. */
export const redisProgram: string | null =
  ['redis-server', 'valkey-server']
    .flatMap(name => (process.env.PATH ?? '').split(delimiter).map(folder => join(folder, name)))
    .find(isProgram) ?? null;

/** Says loudly what is left out where there is no server; for `describe.skipIf` and `test.skipIf`. */
export function withoutRedis(suite: string): boolean {
  if (redisProgram === null)
    console.warn(`LEFT OUT: ${suite}. Neither redis-server nor valkey-server is on PATH: install one to run it.`);
  return redisProgram === null;
}

/** `host`: the address of ours at which it listens. */
export async function startRedis(options: readonly string[] = [], host = '127.0.0.1'): Promise<TestRedis> {
  const port = await freePort();
  const folder = await mkdtemp(join(tmpdir(), 'postern-redis-'));
  const place = ['--port', String(port), '--bind', host, '--protected-mode', 'no'];
  const args = [...place, '--save', '', '--appendonly', 'no', '--dir', folder];
  const url = `redis://${host}:${port}`;
  let child: ChildProcess | null = null;

  async function start(): Promise<void> {
    child = spawn(redisProgram!, [...args, '--maxmemory-policy', 'noeviction', ...options], { stdio: 'ignore' });
    await call(url, redis => redis.ping());
  }
  async function kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    const running = child;
    child = null;
    if (!running || running.exitCode !== null || running.signalCode !== null) return;
    const ended = new Promise(resolve => running.once('exit', resolve));
    running.kill(signal);
    await ended;
  }
  await start();
  return {
    url,
    start,
    kill,
    flush: async () => void (await call(url, redis => redis.flushall())),
    signal: name => void child?.kill(name),
    async remove() {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** On a connection of its own; waits for a server that is starting. */
async function call<T>(url: string, ask: (redis: Redis) => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries++) {
    const redis = new Redis(url, { lazyConnect: true, maxRetriesPerRequest: 0, retryStrategy: () => null });
    redis.on('error', () => {});
    try {
      return await ask(redis);
    } catch (cause) {
      if (tries > 200) throw cause;
      await sleep(25);
    } finally {
      redis.disconnect();
    }
  }
}

/** Below the ports of outgoing connections; a member of a cluster also takes the port 10,000 above. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 2_500);
    if ((await isFree(port)) && (await isFree(port + 10_000))) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const probe = createServer().once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
