// An embedded PostgreSQL server in a folder, used where DATABASE_URL is not set.
//
// Gateway and command line share one server per folder: the first process starts it, the last one
// stops it. Each holds a shared advisory lock while it works (a lease); a process that can take that
// lock exclusively is the last. A server left behind by a killed gateway is adopted by the next one,
// and one that dies while it is in use is started again on the same port.
import { existsSync, readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { makeCluster } from './cluster.ts';
import { runningPort, startServer, stopServer } from './postmaster.ts';
import { type Programs, programs } from './programs.ts';

export type EmbeddedPostgres = Readonly<{
  /** URL of the database `postern`. */
  url: string;
  /** Gives the lease back; the last user stops the server. */
  release(): Promise<void>;
}>;

type Server = Readonly<{ dir: string; data: string; password: string; run: Programs }>;
type Lease = Readonly<{ url: string; client: pg.Client }>;

/** An arbitrary number, the same for every user of the folder. */
const leaseKey = 7_673_837;
const startDeadlineMs = 60_000;
// Sessions of a killed server may hold the folder for a moment; anything longer is a fault.
const maxFailedStarts = 25;

/** Initialises, starts or joins the server in `dir` (absolute). Rejects with one line that says what to do. */
export async function useEmbeddedPostgres(dir: string): Promise<EmbeddedPostgres> {
  await mkdir(dir, { recursive: true }).catch((cause: NodeJS.ErrnoException) => {
    throw new Error(`The embedded PostgreSQL cannot have the folder ${dir} (${cause.code}). Or set DATABASE_URL.`);
  });
  const data = join(dir, 'data');
  const run = await programs(data);
  if (!existsSync(data)) await makeCluster(dir, run);
  const password = readFileSync(join(data, 'password'), 'utf8').trim();
  const server = { dir, data, password, run };
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
        return await hold();
      } catch (cause) {
        if (released) throw cause;
      }
    }
  }
}

async function joinServer(server: Server, onLost: () => void): Promise<Lease> {
  const { dir, data, password, run } = server;
  const deadline = Date.now() + startDeadlineMs;
  let failed = 0;
  for (let wait = 20; Date.now() < deadline && failed < maxFailedStarts; wait = Math.min(wait * 2, 500)) {
    if (runningPort(data) === null && !(await startServer(dir, run, deadline))) failed++;
    const port = runningPort(data);
    const url = (database: string) => `postgres://postern:${password}@127.0.0.1:${port}/${database}`;
    const client = port === null ? null : await takeLease(url('postgres'), onLost);
    if (client) return { url: url('postern'), client };
    await sleep(wait);
  }
  throw new Error(`The embedded PostgreSQL did not start; ${join(dir, 'log')} says why. Or set DATABASE_URL.`);
}

/** Takes the lease on a connection of its own; null when the server is not running, or is stopping. */
async function takeLease(url: string, onLost: () => void): Promise<pg.Client | null> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000, keepAlive: true });
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
    await client.query('select pg_advisory_unlock_shared($1)', [leaseKey]);
    const { rows } = await client.query('select pg_try_advisory_lock($1) as alone', [leaseKey]);
    // The lock keeps new users out until the server has stopped.
    if (rows[0]?.alone) await stopServer(data);
  } catch {
    // The server has stopped already.
  }
  await client.end().catch(() => {});
}
