// A queue that is dropped heals by itself; without Redis the gateway starts, takes mail and ends.
import { type AddressInfo, createServer } from 'node:net';
import { afterAll, expect, test } from 'vitest';
import type { TicketView } from '../../src/tickets/views/ticket-view.ts';
import { type GatewayProcess, startGatewayProcess } from '../support/gateway.ts';
import { openSecondClient } from '../support/second-client.ts';
import { sendRaw } from '../support/smtp-client.ts';

const gateways: GatewayProcess[] = [];
afterAll(async () => {
  for (const gateway of gateways) await gateway.remove();
});
async function started(settings: Record<string, string> = {}): Promise<GatewayProcess> {
  const gateway = await startGatewayProcess(settings);
  gateways.push(gateway);
  await gateway.cli('admin', 'add', 'ada@corp.test');
  return gateway;
}
const send = (gateway: GatewayProcess, subject: string) =>
  sendRaw(gateway.smtpPort(), {
    from: 'ada@corp.test',
    to: 'support@mx.test',
    bytes: `From: ada@corp.test\r\nSubject: ${subject}\r\n\r\nSince nine: ${subject}.\r\n`,
  });

test('a dropped schema of the queue is made again, and mail is filed', async () => {
  const gateway = await started();
  const sql = openSecondClient(gateway.databaseUrl);
  const tickets = async () => (await gateway.json<TicketView[]>('ticket', 'list')).length;
  for (let round = 1; round <= 2; round++) {
    await sql`drop schema bullmq cascade`;
    expect(await send(gateway, `round ${round}`)).toMatch(/^250 /);
    await expect.poll(tickets, { timeout: 60_000, interval: 500 }).toBe(round);
  }
  await sql.end();
  expect(await gateway.stop()).toBe(0);
});

// It accepts connections, and says nothing.
const mute = createServer().listen(0, '127.0.0.1');
const port = () => (mute.address() as AddressInfo).port;
afterAll(() => mute.close());

const nowhere = [
  ['a server', () => 'redis://127.0.0.1:1'],
  ['a cluster', () => 'redis://127.0.0.1:1,127.0.0.1:2'],
  ['a server that hangs', () => `redis://127.0.0.1:${port()}`],
] as const;

test.each(nowhere)(
  'with Redis down, %s, it says so in one line, takes mail, and ends at Ctrl-C with 0',
  async (_, url) => {
    const gateway = await started({ REDIS_URL: url(), STOP_SECONDS: '20' });
    const about = () =>
      gateway
        .log()
        .split('\n')
        .filter(line => line.includes('REDIS_URL') && line.startsWith('{'));
    await expect.poll(about, { timeout: 5_000 }).toHaveLength(1);
    expect(await send(gateway, 'no Redis')).toMatch(/^250 /);
    expect(about()).toHaveLength(1);
    const asked = performance.now();
    expect(await gateway.stop('SIGINT'), gateway.log()).toBe(0);
    expect(performance.now() - asked).toBeLessThan(15_000);
  },
);
