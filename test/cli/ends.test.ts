// A gateway whose servers are gone ends in order all the same: nothing that it waits for is the last thing it has.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cloneDatabase } from '../support/database.ts';
import { startGatewayProcess } from '../support/gateway.ts';
import { startRedis, type TestRedis, withoutRedis } from '../support/redis.ts';
import { byPort } from '../support/second-client.ts';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.ts';

let redis: TestRedis;
let line: TcpProxy;
let databaseUrl: string;
let spool: string;
beforeAll(async () => {
  databaseUrl = byPort(await cloneDatabase()).href;
  const { hostname, port } = new URL(databaseUrl);
  line = await startTcpProxy(hostname, Number(port));
  redis = await startRedis();
  spool = await mkdtemp(join(tmpdir(), 'postern-spool-'));
});
afterAll(async () => {
  line.close();
  await redis.remove();
  await rm(spool, { recursive: true, force: true });
});

const left = {
  'its database': () => line.cut(),
  'its Redis': () => void redis.kill(),
  'its Redis, stopped': () => redis.signal('SIGSTOP'),
  'its database and Redis': () => {
    line.cut();
    void redis.kill();
  },
};

describe.skipIf(withoutRedis('the end of a worker without its servers'))('a worker ends with 0 without', () => {
  const cases = Object.entries(left).flatMap(([name, leave]) => [0, 150, 1_500].map(ms => ({ name, leave, ms })));
  test.each(cases)('$name, for $ms ms', async ({ leave, ms }) => {
    line.restore();
    await redis.kill();
    await redis.start();
    const url = databaseUrl.replace(/:\d+\//, `:${line.port}/`);
    const settings = {
      DATABASE_URL: url,
      REDIS_URL: redis.url,
      SPOOL_URL: `file:${spool}`,
      SECRET: 'a secret that all hosts know',
    };
    const gateway = await startGatewayProcess({ ...settings, STOP_SECONDS: '20' }, ['worker']);
    leave();
    await sleep(ms);
    const status = await gateway.stop();
    expect(status, gateway.log()).toBe(0);
    await gateway.remove();
  });
});

describe('where a pool never says that it has ended', () => {
  const preloaded = { NODE_OPTIONS: `--import ${new URL('never-ends.ts', import.meta.url)}` };

  test('a gateway and a command end with 0, and not because nothing is left to wait for', async () => {
    const gateway = await startGatewayProcess({ ...preloaded, STOP_SECONDS: '60' });
    expect(await gateway.cli('ticket', 'list', '--json')).toBe('[]\n');
    expect(await gateway.stop(), gateway.log()).toBe(0);
    expect(gateway.log()).not.toContain('unsettled');
    await gateway.remove();
  });
});
