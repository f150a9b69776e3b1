// What holds a process up from outside: sessions of PostgreSQL that stand still, no more descriptors, a newer queue.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { ask, killServer, postmasterPid } from '../support/embedded.ts';
import { type GatewayProcess, startGatewayProcess } from '../support/gateway.ts';
import { greeted, sendPlain, wireOf } from '../support/smtp-client.ts';

let gateway: GatewayProcess;
afterEach(async () => {
  const embedded = join(gateway.home, 'postgres');
  await killServer(embedded);
  await gateway.remove();
});

let sent = 0;
const mail = (subject: string) => ({ from: 'ada@corp.test', id: `wedge-${++sent}`, subject });
const subjects = async () =>
  (await gateway.json<{ subject: string }[]>('ticket', 'list').catch(() => [])).map(({ subject }) => subject);

/** The server's sessions, whoever has them. */
function sessions(): number[] {
  const postmaster = postmasterPid(join(gateway.home, 'postgres'));
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .map(Number)
    .filter(pid => {
      try {
        const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
        const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
        return parent === postmaster && / postern /.test(readFileSync(`/proc/${pid}/cmdline`, 'latin1'));
      } catch {
        return false;
      }
    });
}

test('with every session of PostgreSQL stopped, mail is filed again within 30 s, and SIGTERM ends in time with 0', async () => {
  gateway = await startGatewayProcess({ DATABASE_URL: '', STOP_SECONDS: '25' });
  await gateway.cli('admin', 'add', 'ada@corp.test');
  const burst = Array.from({ length: 12 }, (_, at) => `before ${at}`);
  await Promise.all(burst.map(subject => sendPlain(gateway.smtpPort(), mail(subject))));
  await expect.poll(subjects, { timeout: 60_000 }).toHaveLength(burst.length);
  const stopped = sessions();
  expect(stopped.length).toBeGreaterThan(5);
  for (const pid of stopped) process.kill(pid, 'SIGSTOP');
  const since = performance.now();
  await expect.poll(() => sendPlain(gateway.smtpPort(), mail('while stopped')), { timeout: 20_000 }).toMatch(/^250/);
  await expect.poll(subjects, { timeout: 60_000, interval: 500 }).toContain('while stopped');
  console.info(
    `filed again after ${Math.round((performance.now() - since) / 100) / 10} s, ${stopped.length} sessions stopped`,
  );
  expect(performance.now() - since).toBeLessThan(30_000);
  for (const pid of sessions()) process.kill(pid, 'SIGSTOP');
  const asked = performance.now();
  expect(await gateway.stop()).toBe(0);
  expect(performance.now() - asked).toBeLessThan(25_000);
}, 240_000);

test('without a descriptor left a mail is put off with 451, and the next one is taken once there are some', async () => {
  gateway = await startGatewayProcess();
  await gateway.cli('admin', 'add', 'ada@corp.test');
  const client = await greeted(gateway.smtpPort());
  const limit = (files: number | 'unlimited') =>
    spawnSync('prlimit', ['--pid', String(gateway.pid()), `--nofile=${files}:`]).status;
  const deliver = async (subject: string) => {
    for (const command of ['MAIL FROM:<ada@corp.test>', 'RCPT TO:<support@mx.test>', 'DATA']) {
      const reply = await client.say(command);
      if (!/^[23]/.test(reply)) return reply;
    }
    client.write(wireOf({ ...mail(subject), text: 'x'.repeat(200_000) }));
    return client.reply();
  };
  expect(await deliver('with some')).toMatch(/^250/);
  expect(limit(3)).toBe(0);
  expect(await deliver('without any')).toMatch(/^451 4\.3\.0/);
  // A new client is turned away, or waits at the door until there are some again.
  const atTheDoor = sendPlain(gateway.smtpPort(), mail('at the door')).then(
    () => 'served',
    () => 'turned away',
  );
  await sleep(500);
  expect(limit(4_096)).toBe(0);
  await expect.poll(() => deliver('with some again'), { timeout: 20_000 }).toMatch(/^250/);
  await expect.poll(subjects, { timeout: 60_000 }).toEqual(expect.arrayContaining(['with some', 'with some again']));
  expect(await subjects()).not.toContain('without any');
  expect(['served', 'turned away']).toContain(await atTheDoor);
  client.destroy();
  expect(await gateway.stop()).toBe(0);
}, 240_000);

test.each([
  ['another major version asks for more than ours', 99],
  ['the same major version', 6],
])(
  'a queue with a higher migration number is refused at the start, in words: %s',
  async (_, least) => {
    gateway = await startGatewayProcess();
    expect(await gateway.stop()).toBe(0);
    const row = `(version, name, min_client_version) values (9999, 'later', ${least})`;
    await ask(gateway.databaseUrl, `insert into bullmq.migration ${row}`);
    await expect(gateway.start()).rejects.toThrow(/postern: the queue in PostgreSQL is of a newer release of Postern/);
    await ask(gateway.databaseUrl, 'delete from bullmq.migration where version = 9999');
    await gateway.start();
  },
  240_000,
);
