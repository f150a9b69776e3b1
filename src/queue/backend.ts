// BullMQ on PostgreSQL, or on Redis where REDIS_URL is set. The same calls, the same tests.
//
// A queue is a hint that something lies ready: losing all of it loses nothing, because spool and
// outbox offer again what it forgot. So no call here waits for long, and none is relied upon.
import {
  createPostgresBackend,
  LATEST_SCHEMA_VERSION,
  type PgPool,
  type Processor,
  Queue,
  runMigrations,
  SchemaVersionMismatchError,
  Worker,
  withBackend,
} from 'bullmq';
import type pg from 'pg';
import { inTime } from '../db/in-time.ts';
import { openPool, patience } from '../db/pool.ts';
import type { QueueName } from './jobs.ts';
import { lastingWorker, type OpenWorker } from './lasting-worker.ts';
import { openRedis, prefixFor, type RedisConnection } from './redis.ts';

export type QueueBackend = Readonly<{
  kind: 'postgres' | 'redis';
  /** Adds what is not queued already; the id is the job's id. Rejects after 5 seconds at the latest. */
  offer(queue: QueueName, jobs: readonly { id: string; data: object }[]): Promise<void>;
  work(queue: QueueName, process: (data: unknown) => Promise<void>, options: WorkOptions): RunningWorker;
  /** How many jobs wait and run; rejects after 5 seconds at the latest. */
  counts(queue: QueueName): Promise<JobCounts>;
  /** What is wrong with how the server is set up, one line each; never rejects. */
  warnings(): Promise<string[]>;
  close(): Promise<void>;
}>;
export type JobCounts = Readonly<{ waiting: number; active: number }>;
export type WorkOptions = Readonly<{ concurrency: number; onError(cause: Error): void }>;
/** `close` lets jobs in hand finish. */
export type RunningWorker = Readonly<{ ready(): Promise<void>; close(): Promise<void> }>;
export type QueueSettings = Readonly<{ redisUrl?: string | undefined; databaseUrl: string; prefix?: string }>;

// A job that fails goes away: the sweeper offers it again when it is due, and counts the attempts.
const jobOptions = { removeOnComplete: true, removeOnFail: true, attempts: 1 };

// A worker that died gives its job back after the lock ran out and two rounds found it so: within nine
// seconds. A job that lives renews its lock every two. A mail may outlive any number of deaths.
// After an error of its server it looks again in a second, not in BullMQ's fifteen.
const workerOptions = {
  lockDuration: 4_000,
  stalledInterval: 2_500,
  maxStalledCount: 1_000_000,
  drainDelay: 5,
  runRetryDelay: 1_000,
};

/** Rejects when PostgreSQL, where it is to carry the queue, is away; Redis may come later. */
export async function openQueues(settings: QueueSettings, onError: (cause: Error) => void): Promise<QueueBackend> {
  const { redisUrl, databaseUrl } = settings;
  return redisUrl ? onRedis(redisUrl, settings.prefix ?? 'postern', onError) : onPostgres(databaseUrl, onError);
}

// Nothing is lost with the last jobs before a crash, so nothing waits until they are synced.
const options = '-c search_path=bullmq -c synchronous_commit=off';

async function onPostgres(connectionString: string, onError: (cause: Error) => void): Promise<QueueBackend> {
  const bull = withBackend(createPostgresBackend);
  const pools: pg.Pool[] = [];
  // Pools of our own: BullMQ has no error listener on a connection that it has taken out of its own pool, and
  // an error event without a listener ends the process.
  const poolOf = (max: number) => {
    const pool = openPool({ connectionString, max, options, ...patience(15_000) }, onError);
    pools.push(pool);
    // A pool by its shape; only the overloads of its methods differ.
    return pool as pg.Pool & PgPool;
  };
  const adding = poolOf(4);
  await migrateQueue(adding);
  let healing: Promise<void> | null = null;
  const heal = (cause: unknown): void => {
    if (!isWithoutTables(cause) || healing) return;
    healing = migrateQueue(adding)
      .catch(onError)
      .finally(() => {
        healing = null;
      });
  };
  return backend('postgres', {
    // A bulk makes and drops two temporary tables, which costs as much as thirty single jobs.
    bulkFrom: 30,
    openQueue: name => new bull.Queue(name, { connection: adding }),
    openWorker: (name, processor, { concurrency }) => {
      // One of them listens.
      const connection = poolOf(Math.max(4, Math.ceil(concurrency / 2)) + 1);
      return async () => {
        await connection.query('select');
        return new bull.Worker(name, processor, { connection, concurrency, ...workerOptions });
      };
    },
    warnings: async () => [],
    heal,
    release: async () => void (await inTime(Promise.all(pools.map(pool => pool.end())), 'the queue')),
    onError,
  });
}

const warnMs = 3_000;
const redisAway =
  'Redis does not answer: start it, or correct REDIS_URL; until then mail is taken, and waits in the spool';

const newer = new Error(
  'the queue in PostgreSQL is of a newer release of Postern than this program: upgrade this program, or drop the schema bullmq, which holds no mail, once no newer program uses it',
);

function refuseNewer(cause: unknown): never {
  throw cause instanceof SchemaVersionMismatchError ? newer : cause;
}

async function migrateQueue(pool: pg.Pool & PgPool): Promise<void> {
  const client = await pool.connect();
  try {
    // The tables themselves have to outlast a crash.
    await client.query('set synchronous_commit to on');
    const version = await runMigrations(client).catch(refuseNewer);
    if (version > LATEST_SCHEMA_VERSION) throw newer;
  } finally {
    client.release(true);
  }
}

/**
 * SQLSTATE: no such schema, table or function. The queue was dropped, and whatever it held is offered again. A table
 * that vanishes under a statement, and BullMQ's own finding, have no such code.
 */
const isWithoutTables = (cause: unknown): boolean => {
  const { code = '', message = '' } = (cause ?? {}) as { code?: string; message?: string };
  return ['3F000', '42P01', '42883'].includes(code) || vanished.test(message);
};
const vanished = /schema "bullmq" is not initialized|could not open relation with OID/;

function onRedis(url: string, name: string, onError: (cause: Error) => void): QueueBackend {
  const prefix = prefixFor(url, name);
  // Workers wait for Redis to come back, which a lazy connection would not: its first failure is final. Adding fails at once instead, and the sweeper adds later.
  const adding = openRedis(url, { maxRetriesPerRequest: 1, enableOfflineQueue: true }).on('error', onError);
  const working = openRedis(url, { maxRetriesPerRequest: null }).on('error', onError);
  return backend('redis', {
    bulkFrom: 2,
    openQueue: name => new Queue(name, { connection: adding, prefix }),
    openWorker:
      (name, processor, { concurrency }) =>
      async () =>
        new Worker(name, processor, { connection: working, prefix, concurrency, ...workerOptions }),
    warnings: () => inTime(evictionWarnings(adding), 'the queue', warnMs).catch(() => [redisAway]),
    isUp: () => working.status === 'ready',
    release: async () => {
      adding.disconnect();
      working.disconnect();
    },
    onError,
  });
}

/** A full Redis must refuse writes: one that evicts keys loses jobs without an error. */
async function evictionWarnings(redis: RedisConnection): Promise<string[]> {
  const policy = Object.values(await redis.config('GET', 'maxmemory-policy')).at(-1);
  return policy === 'noeviction'
    ? []
    : [`Redis has maxmemory-policy ${policy}: set noeviction, or jobs vanish when it is full`];
}

type Job = { name: string; data: object; opts: object };
type OpenQueue = Readonly<{
  add(name: string, data: object, opts: object): Promise<unknown>;
  addBulk(jobs: Job[]): Promise<unknown>;
  getJobCounts(...states: ('waiting' | 'active')[]): Promise<Record<string, number>>;
  close(): Promise<void>;
  on(event: 'error', listener: (cause: Error) => void): unknown;
}>;
type Parts = Readonly<{
  /** So many jobs are added faster at once than one by one. */
  bulkFrom: number;
  openQueue(name: QueueName): OpenQueue;
  openWorker(name: QueueName, processor: Processor, options: WorkOptions): () => Promise<OpenWorker>;
  warnings(): Promise<string[]>;
  /** Makes again what a job needs, where the error says that it is gone. */
  heal?(cause: unknown): void;
  /** False while the server is known to be away: then its workers have nothing to finish with. */
  isUp?(): boolean;
  release(): Promise<void>;
  onError(cause: Error): void;
}>;

function backend(kind: 'postgres' | 'redis', parts: Parts): QueueBackend {
  const queues = new Map<QueueName, OpenQueue>();
  const proven = new Set<OpenQueue>();
  const queueOf = (name: QueueName): OpenQueue => {
    const open = queues.get(name) ?? parts.openQueue(name);
    if (!queues.has(name)) open.on('error', parts.onError);
    queues.set(name, open);
    return open;
  };
  /** A queue that was opened while its server was away never recovers: the next use opens another. */
  async function using<T>(name: QueueName, use: (queue: OpenQueue) => Promise<T>): Promise<T> {
    const queue = queueOf(name);
    try {
      // With Redis away nothing settles by itself.
      const result = await inTime(use(queue), 'the queue');
      proven.add(queue);
      return result;
    } catch (cause) {
      parts.heal?.(cause);
      if (!proven.has(queue) && queues.get(name) === queue) {
        queues.delete(name);
        queue.close().catch(parts.onError);
      }
      throw cause;
    }
  }
  const add = (queue: OpenQueue, jobs: Job[]): Promise<unknown> =>
    jobs.length < parts.bulkFrom
      ? Promise.all(jobs.map(({ name, data, opts }) => queue.add(name, data, opts)))
      : queue.addBulk(jobs);
  return {
    kind,
    async offer(name, jobs) {
      if (jobs.length === 0) return;
      const wanted = jobs.map(({ id, data }) => ({ name, data, opts: { ...jobOptions, jobId: id } }));
      await using(name, queue => add(queue, wanted));
    },
    work(name, process, options) {
      const inHand = new Set<Promise<void>>();
      const open = parts.openWorker(
        name,
        job => {
          const work = process(job.data).finally(() => inHand.delete(work));
          inHand.add(work);
          return work;
        },
        options,
      );
      const worker = lastingWorker(open, cause => {
        parts.heal?.(cause);
        options.onError(cause);
      });
      const end = async () => {
        if (parts.isUp?.() === false) return inTime(worker.close(true), 'the queue', warnMs);
        const closed = worker.close();
        while (inHand.size > 0) await Promise.allSettled(inHand);
        // A connection that was lost and came back may never confirm its end.
        await inTime(closed, 'the queue');
      };
      return { ready: worker.ready, close: () => end().catch(options.onError) };
    },
    async counts(name) {
      const { waiting = 0, active = 0 } = await using(name, queue => queue.getJobCounts('waiting', 'active'));
      return { waiting, active };
    },
    warnings: parts.warnings,
    async close() {
      await inTime(Promise.all([...queues.values()].map(queue => queue.close())), 'the queue').catch(parts.onError);
      await parts.release().catch(parts.onError);
    },
  };
}
