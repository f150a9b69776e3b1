// The gateway and its Redis are killed under load, with the queue on Redis.
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, test } from 'vitest';
import { type GatewayProcess, startGatewayProcess } from '../support/gateway.ts';
import { startRedis, type TestRedis, withoutRedis } from '../support/redis.ts';
import { between, killGateway, kills, ordeal, ordealMs } from './ordeal.ts';

let gateway: GatewayProcess | null = null;
let redis: TestRedis | null = null;
afterEach(async () => {
  await gateway?.remove();
  await redis?.remove();
});

test.skipIf(withoutRedis('the kill test with the queue on Redis'))(
  `the gateway, and its Redis, killed ${Math.ceil(kills / 2)} times, with the queue on Redis`,
  async () => {
    redis = await startRedis();
    const server = redis;
    gateway = await startGatewayProcess({ REDIS_URL: server.url, LOG_LEVEL: 'warn' });
    const running = gateway;
    await ordeal(running, Math.ceil(kills / 2), async round => {
      if (round % 4 === 1) await server.flush();
      else if (round % 4 === 2) {
        await server.kill();
        await sleep(between(0, 1_500));
        await server.start();
      } else await killGateway(running);
    });
  },
  ordealMs,
);
