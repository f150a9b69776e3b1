import { describe, expect, test } from 'vitest';
import { openQueues } from '../../src/queue/backend.ts';
import { startRedis, withoutRedis } from '../support/redis.ts';
import { conformance } from './conformance.ts';
import { redisServer } from './servers.ts';

describe.skipIf(withoutRedis('the queue on Redis'))('Redis', () => {
  conformance('Redis', redisServer);

  test('a Redis that may evict keys is warned of', async () => {
    const redis = await startRedis(['--maxmemory-policy', 'allkeys-lru']);
    const queues = await openQueues({ redisUrl: redis.url, databaseUrl: '' }, () => {});
    expect(await queues.warnings()).toEqual([expect.stringContaining('maxmemory-policy allkeys-lru: set noeviction')]);
    await queues.close();
    await redis.remove();
  });
});
