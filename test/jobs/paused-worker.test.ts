// A worker that stands still for longer than its lease, in the middle of a session with the relay.
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { leaseMs } from '../../src/outbox/lease.ts';
import { cloneDatabase } from '../support/database.ts';
import { type GatewayProcess, startGatewayProcess } from '../support/gateway.ts';
import { sendPlain } from '../support/smtp-client.ts';

let gateways: GatewayProcess[] = [];
let folder = '';
let settings: Record<string, string> = {};
const { promise: released, resolve: release } = Promise.withResolvers<void>();
const seen = { recipients: 0, broken: 0 };
const copies: string[] = [];
/** The first recipient that is named is answered late. */
const relay = new SMTPServer({
  disabledCommands: ['STARTTLS', 'AUTH'],
  disableReverseLookup: true,
  closeTimeout: 100,
  onRcptTo(_address, _session, done) {
    if (++seen.recipients === 1) void released.then(() => done());
    else done();
  },
  async onData(stream, _session, done) {
    const raw = await stream.toArray().then(
      chunks => Buffer.concat(chunks).toString('latin1'),
      () => null,
    );
    if (raw === null) seen.broken++;
    else copies.push(/^Message-ID: (.*)$/im.exec(raw)![1]!);
    done(null, '2.0.0 Ok');
  },
});

beforeAll(async () => {
  relay.on('error', () => {});
  await new Promise<void>(resolve => relay.listen(0, '127.0.0.1', resolve));
  folder = await mkdtemp(join(tmpdir(), 'postern-paused-'));
  settings = {
    DATABASE_URL: await cloneDatabase(),
    SPOOL_URL: `file:${join(folder, 'spool')}`,
    STORE_URL: `file:${join(folder, 'store')}`,
    SECRET: 'a secret that all hosts know',
    RELAY_URL: `smtp://127.0.0.1:${(relay.server.address() as AddressInfo).port}`,
  };
  const first = await startGatewayProcess(settings, ['smtp', 'worker']);
  gateways = [first];
  await first.cli('admin', 'add', 'ada@corp.test');
});
afterAll(async () => {
  for (const gateway of gateways) await gateway.remove();
  relay.close();
  await rm(folder, { recursive: true, force: true });
});

test('another worker sends its mail, and it does not send it again when it goes on', async () => {
  const [first] = gateways;
  await sendPlain(first!.smtpPort(), { from: 'ada@corp.test', id: 'paused', subject: 'Answered once' });
  await expect.poll(() => seen.recipients, { timeout: 30_000 }).toBe(1);
  process.kill(first!.pid(), 'SIGSTOP');
  gateways.push(await startGatewayProcess(settings, ['worker']));
  await expect.poll(() => copies.length, { timeout: leaseMs + 20_000 }).toBe(1);
  process.kill(first!.pid(), 'SIGCONT');
  release();
  await expect.poll(() => seen.broken, { timeout: 20_000 }).toBe(1);
  await sleep(500);
  expect(copies).toHaveLength(1);
  expect((await gateways[1]!.json<{ id: string }[]>('outbox', 'list')).length).toBe(0);
});
