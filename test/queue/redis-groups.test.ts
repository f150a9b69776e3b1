// The queue on a real cluster of Redis, and on a master that a real sentinel replaces.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterEach, describe, expect, test } from 'vitest';
import { toRedisPlace } from '../../src/config/redis-url.ts';
import { openQueues, type QueueBackend } from '../../src/queue/backend.ts';
import { redisProgram, type TestRedis, withoutRedis } from '../support/redis.ts';
import { startRedisCluster } from '../support/redis-cluster.ts';

describe.skipIf(withoutRedis('the queue on a cluster and with sentinels'))('a group of Redis servers', () => {
  const folder = mkdtempSync(join(tmpdir(), 'postern-redis-group-'));
  const running: ChildProcess[] = [];
  let queues: QueueBackend | null = null;
  let cluster: TestRedis | null = null;
  afterEach(async () => {
    await queues?.close();
    await cluster?.remove();
    cluster = null;
    for (const child of running.splice(0)) child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  /** Below the ports of outgoing connections; a cluster also takes the port 10,000 above. */
  const firstPort = 20_000 + Math.floor(Math.random() * 2_500);
  async function start(at: number, ...options: string[]): Promise<{ port: number; child: ChildProcess }> {
    const port = firstPort + at;
    const args = [
      '--port',
      String(port),
      '--bind',
      '127.0.0.1',
      '--save',
      '',
      '--dir',
      mkdtempSync(`${folder}-`),
      ...options,
    ];
    const child = spawn(redisProgram!, args, { stdio: 'ignore' });
    running.push(child);
    await expect.poll(() => say(port, 'PING').catch(() => ''), { timeout: 20_000 }).toBe('PONG');
    return { port, child };
  }
  async function say(port: number, command: string, ...args: (string | number)[]): Promise<unknown> {
    const redis = new Redis({ port, lazyConnect: true, maxRetriesPerRequest: 0, retryStrategy: () => null });
    redis.on('error', () => {});
    try {
      return await redis.call(command, ...args);
    } finally {
      redis.disconnect();
    }
  }

  async function worksOn(redisUrl: string, harm: () => Promise<void> = async () => {}): Promise<void> {
    const worked: string[] = [];
    queues = await openQueues({ redisUrl, databaseUrl: '' }, () => {});
    const worker = queues.work('ingest', async data => void worked.push((data as { mailId: string }).mailId), {
      concurrency: 4,
      onError: () => {},
    });
    await worker.ready();
    const offered = async (id: string) =>
      queues!.offer('ingest', [{ id, data: { mailId: id } }]).then(
        () => id,
        () => '',
      );
    for (const id of ['first', 'second', 'third']) expect(await offered(id)).toBe(id);
    await expect.poll(() => worked.toSorted(), { timeout: 20_000 }).toEqual(['first', 'second', 'third']);
    expect(await queues.counts('ingest')).toEqual({ waiting: 0, active: 0 });
    await harm();
    // As the sweeper does: offered again until it is worked.
    await expect
      .poll(async () => (await offered('afterwards')) && worked.includes('afterwards'), {
        timeout: 45_000,
        interval: 500,
      })
      .toBe(true);
    await worker.close();
  }

  test('a cluster of three carries the queue, all of whose keys share a slot', async () => {
    cluster = await startRedisCluster();
    await worksOn(cluster.url);
  }, 120_000);

  test('a sentinel names the master, also the next one', async () => {
    const master = await start(10);
    const replica = await start(11, '--replicaof', '127.0.0.1', String(master.port));
    const config = join(mkdtempSync(`${folder}-`), 'sentinel.conf');
    const port = firstPort + 12;
    writeFileSync(
      config,
      [
        `port ${port}`,
        'bind 127.0.0.1',
        `sentinel monitor desk 127.0.0.1 ${master.port} 1`,
        'sentinel down-after-milliseconds desk 1000',
        'sentinel failover-timeout desk 3000',
        '',
      ].join('\n'),
    );
    running.push(spawn(redisProgram!, [config, '--sentinel'], { stdio: 'ignore' }));
    const knows = async () => JSON.stringify(await say(port, 'SENTINEL', 'REPLICAS', 'desk').catch(() => ''));
    await expect.poll(knows, { timeout: 30_000 }).toContain(String(replica.port));
    await worksOn(`redis://127.0.0.1:${port}?sentinel=desk`, async () => {
      master.child.kill('SIGKILL');
      const role = async () => JSON.stringify(await say(replica.port, 'ROLE'));
      await expect.poll(role, { timeout: 30_000 }).toContain('master');
    });
  }, 120_000);
});

test.each([
  ['redis://r.test', { kind: 'single', hosts: [{ host: 'r.test', port: 6379 }], tls: false, db: 0 }],
  [
    'rediss://me:p%40ss@r.test:7000/3',
    { kind: 'single', hosts: [{ host: 'r.test', port: 7000 }], tls: true, db: 3, username: 'me', password: 'p@ss' },
  ],
  [
    'redis://:secret@a:1,b:2,[::1]:3',
    {
      kind: 'cluster',
      hosts: [
        { host: 'a', port: 1 },
        { host: 'b', port: 2 },
        { host: '::1', port: 3 },
      ],
      tls: false,
      db: 0,
      password: 'secret',
    },
  ],
  ['redis://a?cluster=true', { kind: 'cluster', hosts: [{ host: 'a', port: 6379 }], tls: false, db: 0 }],
  [
    'redis://a,b:2/1?sentinel=desk&sentinel-password=x',
    {
      kind: 'sentinel',
      hosts: [
        { host: 'a', port: 6379 },
        { host: 'b', port: 2 },
      ],
      tls: false,
      db: 1,
      master: 'desk',
      sentinelPassword: 'x',
    },
  ],
])('%s is read', (url, place) => {
  expect(toRedisPlace(url)).toEqual(place);
});

test.each([
  'redis://',
  'redis://a,,b',
  'redis://a:0',
  'redis://a,b/2',
  'redis://a/x',
  'redis://a?master=m',
  'http://a',
])('%s is refused', url => {
  expect(toRedisPlace(url)).toBeTypeOf('string');
});
