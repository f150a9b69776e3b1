// Clients that send without a pause while the gateway, its PostgreSQL or its Redis is killed, again and again:
// nothing that got its 250 is lost, and nothing is there twice. KILLS=200 runs for longer.
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import type { GatewayProcess } from '../support/gateway.ts';
import { greeted, sendPlain, wireOf } from '../support/smtp-client.ts';

export const kills = Number(process.env.KILLS ?? 12);
const clients = 6;
// A job of a dead worker comes back within 9 seconds (queue/backend.ts), a forgotten letter within 6 more
// (jobs/sweep.ts); the rest is for the work itself, on a machine that does other things too.
const recoveryMs = 25_000;
export const ordealMs = 60_000 + kills * 40_000;

type Crowd = Readonly<{ taken: Map<string, number>; stop(): Promise<void> }>;

/** Each client sends mail after mail and repeats each until it has its 250; some of them miss a 250. */
function crowd(gateway: GatewayProcess): Crowd {
  const taken = new Map<string, number>();
  let going = true;
  async function send(subject: string): Promise<void> {
    const mail = { from: `${subject.split('-')[0]}@load.test`, id: subject, subject };
    for (;;) {
      const losesIt = Math.random() < 0.1;
      const reply = await (losesIt
        ? sendAndVanish(gateway.smtpPort(), mail)
        : sendPlain(gateway.smtpPort(), mail)
      ).catch(() => '');
      if (reply.startsWith('250')) {
        taken.set(subject, performance.now());
        return;
      }
      if (/^5/.test(reply)) throw new Error(`refused for good: ${reply}`);
      await sleep(20 + Math.random() * 60);
    }
  }
  async function client(name: string): Promise<void> {
    for (let sent = 1; going; sent++) {
      await send(`${name}-${sent}`);
      // There is always mail in every stage of the belt, and the machine is not busy with that alone.
      await sleep(Math.random() * 150);
    }
  }
  const running = Promise.all(Array.from({ length: clients }, (_, at) => client(`client${at}`)));
  running.catch(() => {});
  return {
    taken,
    async stop() {
      going = false;
      await running;
    },
  };
}

/** Gives the whole mail and is gone before the answer comes: it will send it again. */
async function sendAndVanish(port: number, mail: Parameters<typeof wireOf>[0]): Promise<string> {
  const client = await greeted(port);
  await client.toData(mail.from, 'support@mx.test').catch(() => client.destroy());
  client.write(wireOf(mail));
  await sleep(Math.random() * 30);
  client.destroy();
  return '';
}

type Row = { subject: string; disposition: string; ticket: string | null };

/** Until every mail that got its 250 is one ticket with one receipt; answers how long that took. */
async function allFiled(gateway: GatewayProcess, subjects: readonly string[]): Promise<number> {
  const started = performance.now();
  await expect
    .poll(async () => missing(await gateway.outbox(), subjects).length, { timeout: 60_000, interval: 250 })
    .toBe(0);
  return Math.round(performance.now() - started);
}

const missing = (receipts: readonly string[], subjects: readonly string[]): string[] => {
  const answered = new Set(receipts.map(answeredBy));
  return subjects.filter(subject => !answered.has(subject));
};
const answeredBy = (receipt: string): string => /^In-Reply-To: <([^@]+)@client\.test>/im.exec(receipt)?.[1] ?? receipt;

async function count(gateway: GatewayProcess, taken: ReadonlySet<string>): Promise<Record<string, number>> {
  const receipts = (await gateway.outbox()).map(answeredBy);
  const tickets = (await gateway.json<{ subject: string }[]>('ticket', 'list')).map(({ subject }) => subject);
  const mails = await gateway.json<Row[]>('mail', 'list');
  expect(tickets.toSorted(), 'one ticket for each').toEqual([...taken].toSorted());
  expect(receipts.toSorted(), 'one receipt for each').toEqual([...taken].toSorted());
  const opened = mails.filter(({ disposition }) => disposition === 'opened');
  const duplicates = mails.filter(({ disposition }) => disposition === 'duplicate');
  expect(opened.length).toBe(taken.size);
  expect(mails.length, 'nothing else').toBe(opened.length + duplicates.length);
  return { taken: taken.size, tickets: tickets.length, receipts: receipts.length, duplicates: duplicates.length };
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

export const between = (least: number, most: number): number => least + Math.random() * (most - least);

/** Runs the crowd through `harm`, `rounds` times, and counts. */
export async function ordeal(
  running: GatewayProcess,
  rounds: number,
  harm: (round: number) => Promise<void>,
): Promise<void> {
  await running.cli('admin', 'add', '@load.test');
  const sending = crowd(running);
  for (let round = 0; round < rounds; round++) {
    await sleep(between(200, 2_000));
    expect(isAlive(running.pid()), `it ended by itself: ${running.log().slice(-4_000)}`).toBe(true);
    await harm(round);
  }
  await sleep(500);
  await sending.stop();
  const tookMs = await allFiled(running, [...sending.taken.keys()]);
  const counted = await count(running, new Set(sending.taken.keys()));
  console.log(`${rounds} rounds of harm: ${JSON.stringify(counted)}; all filed ${tookMs} ms after the last 250`);
  expect(tookMs).toBeLessThan(recoveryMs);
  expect(await running.stop()).toBe(0);
}

export async function killGateway(running: GatewayProcess): Promise<void> {
  await running.stop('SIGKILL');
  await running.start();
}
