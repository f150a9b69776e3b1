// The server process of one folder: whether it runs, how it is started, how it is stopped.
import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Programs } from './programs.ts';

/** The port of the server that runs on this folder and accepts connections; else null. */
export function runningPort(data: string): number | null {
  const lines = pidFile(data);
  return lines && isPostmaster(Number(lines[0]), data) && lines[7]?.trim() === 'ready' ? Number(lines[3]) : null;
}

/**
 * Where the server on this folder may be reached, as the rest of a URL with `/?` where the database belongs: by its
 * socket, which costs half as much a query, or by its port, where the path of the folder is too long for a socket. Its
 * process may be one of another container, so its number says nothing here.
 */
export function placesOf(data: string): string[] {
  const lines = pidFile(data);
  const port = Number(lines?.[3]);
  if (!port || lines?.[7]?.trim() !== 'ready') return [];
  const socket = existsSync(join(data, `.s.PGSQL.${port}`));
  return [...(socket ? [`localhost:${port}/?host=${encodeURIComponent(data)}`] : []), `127.0.0.1:${port}/?`];
}

/** postmaster.pid: process id, folder, start time, port, socket folder, address, shared memory, status. */
function pidFile(data: string): string[] | null {
  try {
    return readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n');
  } catch {
    return null;
  }
}

/** After a crash the number in the file may belong to another process, even to another PostgreSQL. */
function isPostmaster(pid: number, data: string): boolean {
  try {
    if (process.platform !== 'linux') return process.kill(pid, 0);
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(`\0-D\0${data}\0`);
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === 'EPERM';
  }
}

type Start = Readonly<{
  dir: string;
  run: Programs /** Inherited, and so held as long as the server lives. */;
  lock: number;
}>;

/**
 * Starts the server in a session of its own, so that Ctrl-C does not reach it: we stop it ourselves.
 * False when it ended again: another server holds the folder, or it cannot start.
 */
export async function startServer({ dir, run, lock }: Start, deadline: number): Promise<boolean> {
  const data = join(dir, 'data');
  const port = await usablePort(join(dir, 'port'));
  await disownPidFile(data);
  const log = openSync(join(dir, 'log'), 'a', 0o600);
  const [program, args] = run.command('postgres', ['-D', data, '-p', String(port), ...settings(data)]);
  const server = spawn(program, args, { ...run.as, cwd: '/', detached: true, stdio: ['ignore', log, log, lock] });
  closeSync(log);
  server.unref();
  let ended = false;
  const end = () => {
    ended = true;
  };
  server.once('exit', end).once('error', end);
  while (!ended && runningPort(data) !== port && Date.now() < deadline) await sleep(20);
  return !ended;
}

/**
 * A killed server leaves its pid file, which PostgreSQL handles, waiting for sessions that still write.
 * But when the number belongs to another process by now, it refuses to start: then our own number is
 * put into the file, which PostgreSQL ignores as its parent's. The rest of the file must stay.
 */
async function disownPidFile(data: string): Promise<void> {
  const lines = pidFile(data);
  const pid = Number(lines?.[0]);
  if (!lines || isPostmaster(pid, data) || !isAlive(pid)) return;
  const draft = join(data, `postmaster.pid.${process.pid}`);
  await writeFile(draft, [process.pid, ...lines.slice(1)].join('\n'), { mode: 0o600 });
  await rename(draft, join(data, 'postmaster.pid'));
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === 'EPERM';
  }
}

// The path of a socket has to fit into 108 octets (unix(7)).
const maxSocketPath = 100;

// No replication, so minimal WAL; no clients from other machines, so loopback and a socket only.
const settings = (data: string): string[] =>
  [
    'listen_addresses=127.0.0.1',
    `unix_socket_directories=${Buffer.byteLength(join(data, '.s.PGSQL.65535')) <= maxSocketPath ? data : ''}`,
    'wal_level=minimal',
    'max_wal_senders=0',
    'io_method=sync',
    'log_min_messages=warning',
  ].flatMap(setting => ['-c', setting]);

// Below the ports that the system gives to outgoing connections, so that none of those takes ours while it is free.
const [firstPort, lastPort] = [20_000, 32_000];

/** The last port, so that clients find the server again; else a free one. Only the holder of the lock asks. */
async function usablePort(path: string): Promise<number> {
  const last = existsSync(path) ? Number(readFileSync(path, 'utf8')) : 0;
  const port = (last > 0 && last < 65_536 ? await freePort(last) : null) ?? (await anyPort());
  if (port === null) throw new Error('There is no free port on 127.0.0.1 for the embedded PostgreSQL.');
  if (port !== last) await writeFile(path, String(port));
  return port;
}

async function anyPort(): Promise<number | null> {
  for (let tries = 0; tries < 50; tries++) {
    const port = await freePort(randomInt(firstPort, lastPort));
    if (port !== null) return port;
  }
  return freePort(0);
}

/** The port, or a free one for 0; null when it is taken. */
function freePort(wanted: number): Promise<number | null> {
  return new Promise(resolve => {
    const probe = createServer().once('error', () => resolve(null));
    probe.listen(wanted, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}

const fastMs = 8_000;
const endMs = 15_000;

/** Fast shutdown: sessions end, everything is written. One that hangs is ended without that, which loses nothing. */
export async function stopServer(data: string): Promise<void> {
  const pid = Number(pidFile(data)?.[0]);
  if (!isPostmaster(pid, data)) return;
  signal(pid, 'SIGINT');
  const since = Date.now();
  let hurried = false;
  while (pidFile(data) && isPostmaster(pid, data) && Date.now() - since < endMs) {
    if (!hurried && Date.now() - since > fastMs) {
      hurried = true;
      signal(pid, 'SIGCONT');
      signal(pid, 'SIGQUIT');
    }
    await sleep(20);
  }
}

/** It may have ended by now. */
function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ESRCH') throw cause;
  }
}
