// The two servers that a queue may run on, as a suite sees them: both real, both may go away.
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { QueueSettings } from '../../src/queue/backend.ts';
import { ask, killServer, signalServer, startUser } from '../support/embedded.ts';
import { databaseIn } from '../support/postgres.ts';
import { startRedis } from '../support/redis.ts';

export type QueueServer = Readonly<{
  /** Settings of queues that nobody has used before. */
  fresh(): Promise<QueueSettings>;
  /** Dies as with the power. */
  goAway(): Promise<void>;
  comeBack(): Promise<void>;
  /** Loses every job. */
  forget(settings: QueueSettings): Promise<void>;
  remove(): Promise<void>;
}>;

export async function postgresServer(): Promise<QueueServer> {
  const dir = await mkdtemp(join(tmpdir(), 'postern-queue-'));
  let user = startUser(dir);
  const url = await user.said;
  return {
    async fresh() {
      const name = `test_${randomBytes(6).toString('hex')}`;
      await ask(url, `create database ${name}`);
      return { databaseUrl: databaseIn(url, name) };
    },
    async goAway() {
      await user.end('SIGKILL'); // Or it would start the server again.
      // Its sessions too: one that is busy outlives the postmaster for a moment, and answers.
      await signalServer(dir, 'SIGKILL');
      await killServer(dir);
    },
    async comeBack() {
      user = startUser(dir);
      await user.said;
    },
    async forget({ databaseUrl }) {
      const tables = `select string_agg(format('bullmq.%I', tablename), ', ') from pg_tables
        where schemaname = 'bullmq' and tablename <> 'migration'`;
      await ask(databaseUrl, `truncate ${await ask<string>(databaseUrl, tables)} cascade`);
    },
    async remove() {
      await user.end();
      await killServer(dir);
      await rm(dir, { recursive: true, force: true });
    },
  };
}

export async function redisServer(): Promise<QueueServer> {
  const redis = await startRedis();
  return {
    fresh: async () => ({ redisUrl: redis.url, databaseUrl: '', prefix: randomBytes(6).toString('hex') }),
    goAway: () => redis.kill(),
    comeBack: () => redis.start(),
    forget: () => redis.flush(),
    remove: () => redis.remove(),
  };
}
