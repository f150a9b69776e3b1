// The server process of one folder: whether it runs, how it is started, how it is stopped.
import { spawn } from 'node:child_process';
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

/**
 * Starts the server in a session of its own, so that Ctrl-C does not reach it: we stop it ourselves.
 * False when it ended again: another server holds the folder, or it cannot start.
 */
export async function startServer(dir: string, run: Programs, deadline: number): Promise<boolean> {
  const data = join(dir, 'data');
  const port = await usablePort(join(dir, 'port'));
  await disownPidFile(data);
  const log = openSync(join(dir, 'log'), 'a', 0o600);
  const [program, args] = run.command('postgres', ['-D', data, '-p', String(port), ...settings]);
  const server = spawn(program, args, { ...run.as, cwd: '/', detached: true, stdio: ['ignore', log, log] });
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

// No replication, so minimal WAL; no clients from other machines, so loopback only.
const settings = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'wal_level=minimal',
  'max_wal_senders=0',
  'io_method=sync',
  'log_min_messages=warning',
].flatMap(setting => ['-c', setting]);

/** The last port, so that clients find the server again; else a free one. */
async function usablePort(path: string): Promise<number> {
  const last = existsSync(path) ? Number(readFileSync(path, 'utf8')) : 0;
  const port = (last > 0 && last < 65_536 ? await freePort(last) : null) ?? (await freePort(0));
  if (port === null) throw new Error('There is no free port on 127.0.0.1 for the embedded PostgreSQL.');
  if (port !== last) await writeFile(path, String(port));
  return port;
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

/** Fast shutdown: sessions end, everything is written. */
export async function stopServer(data: string): Promise<void> {
  const pid = Number(pidFile(data)?.[0]);
  if (!isPostmaster(pid, data)) return;
  process.kill(pid, 'SIGINT');
  while (pidFile(data) && isPostmaster(pid, data)) await sleep(20);
}
