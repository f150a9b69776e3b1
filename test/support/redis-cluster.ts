// A cluster of three Redis servers of the caller's own, without replicas: one that is away is missed.
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { startRedis, type TestRedis } from './redis.ts';

const slots = 16_384;
const nodes = 3;

export async function startRedisCluster(host = '127.0.0.1'): Promise<TestRedis> {
  const running: TestRedis[] = [];
  const options = [
    '--cluster-enabled',
    'yes',
    '--cluster-node-timeout',
    '2000',
    '--cluster-require-full-coverage',
    'no',
  ];
  for (let at = 0; at < nodes; at++) running.push(await startRedis(options, host));
  for (const [at, { url }] of running.entries()) {
    const from = Math.floor((slots * at) / nodes);
    await say(url, 'CLUSTER', 'ADDSLOTSRANGE', from, Math.floor((slots * (at + 1)) / nodes) - 1);
    if (at > 0) await say(url, 'CLUSTER', 'MEET', host, new URL(running[0]!.url).port);
  }
  const isWhole = async () =>
    /cluster_state:ok[\s\S]*cluster_known_nodes:3/.test(String(await say(running[0]!.url, 'CLUSTER', 'INFO')));
  for (let tries = 0; !(await isWhole()); tries++) {
    if (tries > 200) throw new Error('the cluster of Redis did not come together');
    await sleep(100);
  }
  let next = 0;
  let away: TestRedis | null = null;
  return {
    url: `redis://${running.map(({ url }) => new URL(url).host).join(',')}`,
    /** One node after the other. */
    async kill(signal) {
      away = running[next++ % nodes]!;
      await away.kill(signal);
    },
    async start() {
      await away?.start();
      away = null;
    },
    flush: async () => {
      for (const node of running) await node.flush();
    },
    signal: name => {
      for (const node of running) node.signal(name);
    },
    async remove() {
      for (const node of running) await node.remove();
    },
  };
}

async function say(url: string, command: string, ...args: (string | number)[]): Promise<unknown> {
  const redis = new Redis(url, { lazyConnect: true, maxRetriesPerRequest: 0, retryStrategy: () => null });
  redis.on('error', () => {});
  try {
    return await redis.call(command, ...args);
  } finally {
    redis.disconnect();
  }
}
