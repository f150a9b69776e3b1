// The embedded PostgreSQL comes back at another address: another program has taken its port meanwhile.
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { killServer } from '../support/embedded.ts';
import { type GatewayProcess, startGatewayProcess } from '../support/gateway.ts';

let gateway: GatewayProcess;
let thief: Server | null = null;
afterEach(async () => {
  thief?.close();
  await gateway.stop('SIGKILL');
  await killServer(join(gateway.home, 'postgres'));
  await gateway.remove();
});

test('its port is below those of outgoing connections, and when it moves the gateway ends with a line that says so', async () => {
  gateway = await startGatewayProcess({ DATABASE_URL: '' });
  const dir = join(gateway.home, 'postgres');
  const port = Number(readFileSync(join(dir, 'port'), 'utf8'));
  const [lowest = 0] = readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8').split(/\s/).map(Number);
  expect(port).toBeLessThan(lowest);
  process.kill(gateway.pid(), 'SIGSTOP');
  await killServer(dir);
  thief = createServer();
  await new Promise<void>(resolve => thief!.listen(port, '127.0.0.1', resolve));
  const ended = gateway.ended();
  process.kill(gateway.pid(), 'SIGCONT');
  expect(await ended, gateway.log()).toBe(1);
  expect(gateway.log()).toContain('database: the embedded PostgreSQL has another address now: start the gateway again');
  // A second start finds it there.
  await gateway.start();
  expect(await gateway.stop()).toBe(0);
});
