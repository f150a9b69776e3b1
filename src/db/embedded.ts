// An embedded PostgreSQL server in a folder, used where DATABASE_URL is not set.
//
// Gateway and command line share one server per folder: the first process starts it, the last one
// stops it. Each holds a shared advisory lock while it works (a lease); a process that can take that
// lock exclusively is the last. A server left behind by a killed gateway is adopted by the next one,
// and one that dies while it is in use is started again on the same port.
//
// A lock on the file `lock` is inherited by the server and held by all its processes: only who gets it may set up or
// start, so two containers on one volume never run two servers on the same files. The server is reached
// by its unix socket, from another network namespace too.
import { existsSync, readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { lockFile } from '../config/file-lock.ts';
import { makeCluster } from './cluster.ts';
import { placesOf, runningPort, startServer, stopServer } from './postmaster.ts';
import { programs } from './programs.ts';

export type EmbeddedPostgres = Readonly<{
  /** URL of the database `postern`. */
  url: string;
  /** Gives the lease back; the last user stops the server. */
  release(): Promise<void>;
}>;

/** Called when the server had to be started again at another address, with what happened, in one line. */
export type OnMoved = (what: string) => void;

type Server = Readonly<{ dir: string; data: string }>;
type Lease = Readonly<{ url: string; client: pg.Client }>;

/** An arbitrary number, the same for every user of the folder. */
const leaseKey = 7_673_837;
const endMs = 2_000;
const startDeadlineMs = 60_000;
// Sessions of a killed server may hold the folder for a moment; anything longer is a fault.
const maxFailedStarts = 25;

/** Initialises, starts or joins the server in `dir` (absolute). Rejects with one line that says what to do. */
export async function useEmbeddedPostgres(dir: string, onMoved: OnMoved = () => {}): Promise<EmbeddedPostgres> {
  await mkdir(dir, { recursive: true }).catch((cause: NodeJS.ErrnoException) => {
    throw new Error(`The embedded PostgreSQL cannot have the folder ${dir} (${cause.code}). Or set DATABASE_URL.`);
  });
  const data = join(dir, 'data');
  const server = { dir, data };
  let released = false;
  let lease = hold();
  const { url } = await lease;
  return {
    url,
    async release() {
      released = true;
      await lease.then(({ client }) => leave(client, data)).catch(() => {});
    },
  };

  function hold(): Promise<Lease> {
    return joinServer(server, () => {
      if (!released) lease = again();
    });
  }

  /** The server has died: queries in progress fail, and it is started again on the same port. */
  async function again(): Promise<Lease> {
    for (;;) {
      try {
        const lease = await hold();
        if (lease.url !== url) onMoved('the embedded PostgreSQL has another address now: start the gateway again');
        return lease;
      } catch (cause) {
        if (released) throw cause;
      }
    }
  }
}

async function joinServer(server: Server, onLost: () => void): Promise<Lease> {
  const { dir } = server;
  const deadline = Date.now() + startDeadlineMs;
  let failed = 0;
  for (let wait = 20; Date.now() < deadline && failed < maxFailedStarts; wait = Math.min(wait * 2, 500)) {
    if (!(await startUnlessRunning(server, deadline))) failed++;
    const lease = await reach(server, onLost);
    if (lease) return lease;
    await sleep(wait);
  }
  throw new Error(
    `The embedded PostgreSQL in ${dir} did not start, or does not answer; ${join(dir, 'log')} says why. Or set DATABASE_URL.`,
  );
}

/** False when it was started and ended again. */
async function startUnlessRunning({ dir, data }: Server, deadline: number): Promise<boolean> {
  const lock = lockFile(join(dir, 'lock'));
  if (!lock) return true;
  try {
    // A server of a release without this lock.
    if (runningPort(data) !== null) return true;
    const run = programs(data);
    if (!existsSync(data)) await makeCluster(dir, run);
    return await startServer({ dir, run, lock: lock.fd }, deadline);
  } finally {
    lock.release();
  }
}

async function reach({ data }: Server, onLost: () => void): Promise<Lease | null> {
  const password = existsSync(data) ? readFileSync(join(data, 'password'), 'utf8').trim() : '';
  for (const place of placesOf(data)) {
    const url = (database: string) => `postgres://postern:${password}@${place.replace('/?', `/${database}?`)}`;
    const client = await takeLease(url('postgres'), onLost);
    if (client) return { url: url('postern'), client };
  }
  return null;
}

/** Takes the lease on a connection of its own; null when the server is not running, or is stopping. */
async function takeLease(url: string, onLost: () => void): Promise<pg.Client | null> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 10_000,
    query_timeout: 10_000,
    keepAlive: true,
  });
  client.on('error', () => {}); // The `end` event follows, and is handled.
  try {
    await client.connect();
    await client.query('select pg_advisory_lock_shared($1)', [leaseKey]);
    const { rowCount } = await client.query(`select 1 from pg_database where datname = 'postern'`);
    if (rowCount === 0) await client.query('create database postern').catch(ignoreDuplicate);
    client.once('end', onLost);
    return client;
  } catch {
    await client.end().catch(() => {});
    return null;
  }
}

function ignoreDuplicate(cause: { code?: string }): void {
  if (cause.code !== '42P04' && cause.code !== '23505') throw cause;
}

async function leave(client: pg.Client, data: string): Promise<void> {
  try {
    const unlock = { text: 'select pg_advisory_unlock_shared($1)', values: [leaseKey], query_timeout: endMs };
    await client.query(unlock);
    const { rows } = await client.query('select pg_try_advisory_lock($1) as alone', [leaseKey]);
    // The lock keeps new users out until the server has stopped.
    if (rows[0]?.alone) await stopServer(data);
  } catch {
    // The server has stopped already.
  }
  // A server that hangs never confirms the end.
  await Promise.race([client.end().catch(() => {}), sleep(endMs, undefined, { ref: false })]);
}
