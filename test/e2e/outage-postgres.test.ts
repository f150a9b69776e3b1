// PostgreSQL hangs or dies: mail is taken all the same and filed afterwards, and what needs the database to
// be decided is put off, never refused.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { killServer, signalServer } from '../support/embedded.ts';
import { type GatewayProcess, startGatewayProcess } from '../support/gateway.ts';
import { sendPlain } from '../support/smtp-client.ts';

let gateway: GatewayProcess;
afterEach(async () => {
  await gateway.stop('SIGKILL');
  await killServer(join(gateway.home, 'postgres'));
  await gateway.remove();
});

async function start(settings: Record<string, string> = {}): Promise<void> {
  gateway = await startGatewayProcess({ LOG_LEVEL: 'warn', ...settings });
  await gateway.cli('admin', 'add', 'ada@corp.test');
}
let sent = 0;
const mail = (subject: string, more: object = {}) => ({ from: 'ada@corp.test', id: `m${++sent}`, subject, ...more });
const send = (subject: string, more: object = {}) => sendPlain(gateway.smtpPort(), mail(subject, more));
type Row = { id: string; subject: string; disposition: string };
const filed = async (timeout = 20_000) => {
  const spool = () => readdir(join(gateway.home, 'spool', 'new'));
  await expect.poll(spool, { timeout, interval: 100 }).toEqual([]);
};
const subjects = async () => (await gateway.json<Row[]>('ticket', 'list')).map(({ subject }) => subject).sort();

test('PostgreSQL hangs: who is known is taken, who has to be looked up is put off in time', async () => {
  await start({ DATABASE_URL: '' });
  expect(await send('before')).toMatch(/^250/);
  await filed();
  await signalServer(join(gateway.home, 'postgres'), 'SIGSTOP');
  const started = performance.now();
  const replies = await Promise.all([
    send('while it hangs 1'),
    send('while it hangs 2'),
    send('a follower perhaps', { from: 'bo@elsewhere.test', header: 'In-Reply-To: <m1@client.test>' }),
  ]);
  expect(replies.map(reply => reply.slice(0, 9))).toEqual(['250 2.0.0', '250 2.0.0', '451 4.3.0']);
  expect(performance.now() - started).toBeLessThan(9_000);
  await sleep(6_000); // Longer than every deadline of ours.
  expect(await send('while it still hangs')).toMatch(/^250/);
  await signalServer(join(gateway.home, 'postgres'), 'SIGCONT');
  await filed();
  expect(await subjects()).toEqual(['before', 'while it hangs 1', 'while it hangs 2', 'while it still hangs']);
  expect(await gateway.stop()).toBe(0);
});

test('PostgreSQL dies: mail is taken and filed, and changes to the directory are heard again', async () => {
  await start({ DATABASE_URL: '' });
  for (let round = 0; round < 2; round++) {
    await killServer(join(gateway.home, 'postgres'));
    expect(await send(`while it is dead ${round}`)).toMatch(/^250/);
    await filed();
  }
  expect(await subjects()).toEqual(['while it is dead 0', 'while it is dead 1']);
  await gateway.cli('admin', 'add', 'new@corp.test');
  await expect
    .poll(() => send('from the new one', { from: 'new@corp.test' }), { timeout: 5_000, interval: 300 })
    .toMatch(/^250/);
});

test.each([
  ['within its deadline', '2', 0],
  ['at once when it is told twice', '60', 1_200],
])(
  'SIGTERM while PostgreSQL hangs ends %s, and nothing is lost',
  async (_, STOP_SECONDS, againAfterMs) => {
    await start({ DATABASE_URL: '', STOP_SECONDS });
    expect(await send('before')).toMatch(/^250/);
    await filed();
    await signalServer(join(gateway.home, 'postgres'), 'SIGSTOP');
    expect(await send('in hand')).toMatch(/^250/);
    const started = performance.now();
    const stopping = gateway.stop();
    if (againAfterMs > 0) await sleep(againAfterMs).then(() => gateway.stop());
    expect(await stopping).toBe(1);
    expect(performance.now() - started).toBeLessThan(20_000);
    if (againAfterMs === 0) expect(gateway.log()).toContain('postern: not done within 2 s (STOP_SECONDS)');
    await signalServer(join(gateway.home, 'postgres'), 'SIGCONT');
    await gateway.start();
    await filed();
    expect(await subjects()).toEqual(['before', 'in hand']);
  },
  240_000,
);
