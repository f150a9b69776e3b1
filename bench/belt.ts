// The belt as a user starts it, with a sink for its letters, and what its PostgreSQL counts.
import { appendFile, mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { makeCluster } from '../src/db/cluster.ts';
import { placesOf } from '../src/db/postmaster.ts';
import { programs } from '../src/db/programs.ts';
import { type RunningGateway, startGateway } from './gateway.ts';
import { startHelper, startRedis } from './helper.ts';
import type { Counted } from './measure.ts';

export type Belt = Readonly<{
  gateway: RunningGateway;
  roots: readonly number[];
  database: pg.Client;
  /** Letters that were handed over. */
  letters(): Promise<number>;
  counted(): Promise<Counted>;
  stop(): Promise<void>;
}>;
/** `counts`: also the statements, by an extension that costs a little. */
export type Setting = Readonly<{ queue: 'PostgreSQL' | 'Redis'; relay: 'SMTP' | 'files'; counts?: boolean }>;

export const secret = 'a secret that the bench signs with';

/** Null where there is no redis-server on PATH. */
export async function startBelt({ queue, relay, counts = false }: Setting): Promise<Belt | null> {
  const redis = queue === 'Redis' ? await startRedis() : null;
  if (queue === 'Redis' && !redis) return null;
  const sink = relay === 'SMTP' ? await startHelper('sink') : null;
  const settings = {
    SECRET: secret,
    ...(redis ? { REDIS_URL: redis.url } : {}),
    ...(sink ? { RELAY_URL: `smtp://127.0.0.1:${sink.port}` } : {}),
  };
  const gateway = await startGateway(settings, 'smtp,worker,http', counts ? withCounter : undefined);
  const database = new pg.Client({ connectionString: await urlOf(gateway.home) });
  await database.connect();
  if (counts) await database.query('create extension pg_stat_statements');
  return {
    gateway,
    database,
    roots: [gateway.pid, ...(redis ? [redis.pid] : [])],
    letters: async () => sink?.taken() ?? (await wholeFiles(join(gateway.home, 'outbox'))),
    counted: () => counted(database, counts),
    async stop() {
      await database.end();
      await gateway.remove();
      await redis?.remove();
      await sink?.remove();
    },
  };
}

const wholeFiles = async (folder: string): Promise<number> =>
  (await readdir(folder).catch(() => [])).filter(name => /^\w+\.eml$/.test(name)).length;

/** A cluster that loads `pg_stat_statements`, which can only be said before its start. */
async function withCounter(home: string): Promise<void> {
  const dir = join(home, 'postgres');
  await mkdir(dir, { recursive: true });
  await makeCluster(dir, await programs(join(dir, 'data')));
  await appendFile(join(dir, 'data', 'postgresql.auto.conf'), `shared_preload_libraries = 'pg_stat_statements'\n`);
}

async function urlOf(home: string): Promise<string> {
  const data = join(home, 'postgres', 'data');
  const password = (await readFile(join(data, 'password'), 'utf8')).trim();
  return `postgres://postern:${password}@${placesOf(data)[0]!.replace('/?', '/postern?')}`;
}

async function counted(database: pg.Client, counts: boolean): Promise<Counted> {
  const { rows } = await database.query<Counted>(`
    select (select xact_commit::int from pg_stat_database where datname = 'postern') as commits,
      (select wal_bytes::float8 from pg_stat_wal) as "walBytes"
      ${counts ? ', (select sum(calls)::int from pg_stat_statements where toplevel) as statements' : ''}`);
  return rows[0]!;
}
