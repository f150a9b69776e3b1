// A real PostgreSQL of our own, in a folder, for whoever has not set DATABASE_URL.
//
// Gateway and command line share one server per folder: who comes first starts it, who goes last
// stops it. Each holds a shared advisory lock while it works (a lease); whoever can take that lock
// alone is the last. A server left behind by a killed gateway is adopted by the next one.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { type Programs, programs } from './programs.ts';

export type EmbeddedPostgres = Readonly<{
  /** Of the database `postern`. */
  url: string;
  /** Gives the lease back; the last user stops the server. */
  release(): Promise<void>;
}>;

/** Any number, the same for every user of the folder. */
const leaseKey = 7_673_837;
const startDeadlineMs = 60_000;

/** Initialises, starts or joins the server in `dir` (absolute). Rejects with one line that says what to do. */
export async function useEmbeddedPostgres(dir: string): Promise<EmbeddedPostgres> {
  await mkdir(dir, { recursive: true });
  const data = join(dir, 'data');
  const run = await programs(data);
  if (!existsSync(data)) await initialise(dir, run);
  const password = readFileSync(join(data, 'password'), 'utf8').trim();
  const deadline = Date.now() + startDeadlineMs;
  for (let wait = 20; Date.now() < deadline; wait = Math.min(wait * 2, 500)) {
    const port = runningPort(data) ?? (await start(dir, run));
    const url = (database: string) => `postgres://postern:${password}@127.0.0.1:${port}/${database}`;
    const lease = await takeLease(url('postgres'));
    if (lease) return { url: url('postern'), release: () => leave(lease, data) };
    await sleep(wait);
  }
  throw new Error(`The embedded PostgreSQL did not start; ${join(dir, 'log')} says why. Or set DATABASE_URL.`);
}

/** A whole cluster or none: made beside and renamed, so that a killed start leaves no half of one. */
async function initialise(dir: string, run: Programs): Promise<void> {
  const making = join(dir, `making-${process.pid}`);
  await mkdir(making, { mode: 0o700 });
  await run.own(making);
  const passwordFile = join(dir, `password-${process.pid}`);
  await writeFile(passwordFile, `${randomBytes(24).toString('hex')}\n`, { mode: 0o600 });
  await run.own(passwordFile);
  // The builtin locale needs nothing of the machine's and sorts the same everywhere (PostgreSQL 17 and newer).
  const locale = ['--encoding=UTF8', '--locale-provider=builtin', '--locale=C.UTF-8'];
  const args = ['-D', making, '-U', 'postern', `--pwfile=${passwordFile}`, '--auth=scram-sha-256', ...locale];
  const { code, output } = await run.toEnd('initdb', args);
  if (code !== 0)
    throw new Error(`The embedded PostgreSQL cannot be set up in ${dir}: ${output.trim().split('\n').at(-1)}`);
  await rename(passwordFile, join(making, 'password'));
  await rename(making, join(dir, 'data')).catch(async (cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'ENOTEMPTY' && cause.code !== 'EEXIST') throw cause;
    await rm(making, { recursive: true }); // Somebody else was faster.
  });
}

/** postmaster.pid: process id, folder, start time, port, … ; null when no server runs on this folder. */
function runningPort(data: string): number | null {
  const file = join(data, 'postmaster.pid');
  if (!existsSync(file)) return null;
  const [pid, , , port, , , , status] = readFileSync(file, 'utf8').split('\n');
  return isPostgres(Number(pid)) && status?.trim() === 'ready' ? Number(port) : null;
}

/** After a power cut another process may have the number that the file names. */
function isPostgres(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !existsSync('/proc/self') || readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('postgres');
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Starts the server in a session of its own: a Ctrl-C is for us, and we stop it when we are done. */
async function start(dir: string, run: Programs): Promise<number> {
  const data = join(dir, 'data');
  const port = await freePort();
  const pidFile = join(data, 'postmaster.pid');
  if (existsSync(pidFile) && !isPostgres(Number(readFileSync(pidFile, 'utf8').split('\n')[0])))
    await rm(pidFile, { force: true });
  const log = openSync(join(dir, 'log'), 'a');
  const [program, args] = run.command('postgres', ['-D', data, '-p', String(port), ...settings]);
  const server = spawn(program, args, { ...run.as, cwd: '/', detached: true, stdio: ['ignore', log, log] });
  closeSync(log);
  server.unref();
  let ended = false;
  server
    .once('exit', () => {
      ended = true;
    })
    .once('error', () => {
      ended = true;
    });
  // Ended: another one was faster and holds the folder, or it cannot start; the caller looks again.
  while (!ended && runningPort(data) !== port) await sleep(20);
  return runningPort(data) ?? port;
}

// No replication, so no log for it; nothing outside this machine, so no socket but loopback.
const settings = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'wal_level=minimal',
  'max_wal_senders=0',
  'io_method=sync',
  'log_min_messages=warning',
].flatMap(setting => ['-c', setting]);

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}

/** Takes the lease on one connection of its own; null when the server is not there, or is going away. */
async function takeLease(url: string): Promise<postgres.Sql | null> {
  const sql = postgres(url, { max: 1, idle_timeout: 0, max_lifetime: null, connect_timeout: 10, onnotice: () => {} });
  try {
    await sql`select pg_advisory_lock_shared(${leaseKey})`;
    const [existing] = await sql`select 1 from pg_database where datname = 'postern'`;
    if (!existing) await sql`create database postern`.catch(ignoreDuplicate);
    return sql;
  } catch {
    await sql.end({ timeout: 0 });
    return null;
  }
}

function ignoreDuplicate(cause: postgres.PostgresError): void {
  if (cause.code !== '42P04' && cause.code !== '23505') throw cause;
}

async function leave(lease: postgres.Sql, data: string): Promise<void> {
  try {
    await lease`select pg_advisory_unlock_shared(${leaseKey})`;
    const [last] = await lease`select pg_try_advisory_lock(${leaseKey}) as alone`;
    if (last?.alone) await stop(data);
  } catch {
    // The server is gone already, which is all we wanted.
  }
  await lease.end({ timeout: 0 });
}

/** Fast shutdown: sessions end, everything is written; the lock keeps newcomers out until then. */
async function stop(data: string): Promise<void> {
  const file = join(data, 'postmaster.pid');
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
  process.kill(pid, 'SIGINT');
  while (existsSync(file) && isPostgres(pid)) await sleep(20);
}
