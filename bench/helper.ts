// The bench's own processes: the sink, the floors, Redis.
import { type ChildProcess, fork, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { ended } from './gateway.ts';

export type Helper = Readonly<{
  pid: number;
  port: number;
  /** How many it says that it has done, since it was told something. */
  taken(): number;
  tell(message: object): void;
  remove(): Promise<void>;
}>;

export type HelperFile = 'sink' | 'rows' | 'queue' | 'mailer';

export async function startHelper(file: HelperFile, mode = ''): Promise<Helper> {
  const child = fork(fileURLToPath(new URL(`./${file}.ts`, import.meta.url)), [mode]);
  let taken = 0;
  const [first] = (await once(child, 'message')) as [{ port: number }];
  child.on('message', message => {
    taken = (message as { taken: number }).taken;
  });
  return {
    pid: child.pid!,
    port: first.port,
    taken: () => taken,
    tell(message) {
      taken = 0;
      child.send(message);
    },
    async remove() {
      const gone = once(child, 'exit');
      child.disconnect();
      await gone;
    },
  };
}

/** Null where there is no redis-server on PATH. */
export async function startRedis(): Promise<{ pid: number; url: string; remove(): Promise<void> } | null> {
  if (spawnSync('redis-server', ['--version']).status !== 0) return null;
  const dir = await mkdtemp(join(tmpdir(), 'postern-redis-'));
  const port = await freePort();
  const settings = `--port ${port} --bind 127.0.0.1 --appendonly yes --maxmemory-policy noeviction --dir`.split(' ');
  const child = spawn('redis-server', [...settings, dir], { stdio: 'ignore' });
  await answering(port, child);
  return {
    pid: child.pid!,
    url: `redis://127.0.0.1:${port}`,
    async remove() {
      await ended(child);
      await rm(dir, { recursive: true, force: true });
    },
  };
}

async function answering(port: number, child: ChildProcess): Promise<void> {
  while (child.exitCode === null) {
    const socket = connect(port, '127.0.0.1');
    const open = await once(socket, 'connect').then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (open) return;
    await sleep(20);
  }
  throw new Error('redis-server did not start');
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as { port: number };
  probe.close();
  return port;
}
