import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import type { MailView } from '../../src/tickets/views/mail-view.ts';
import { ask } from '../support/embedded.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { hand, post, until } from '../support/post.ts';
import { type Smarthost, startSmarthost } from '../support/smarthost.ts';

const ends: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const end of ends.splice(0)) await end();
});

/** Whatever tells a machine: some mail systems on the way take it out. */
const telling = /^(?:auto-submitted|x-auto-response-suppress|x-postern-id|precedence):.*\r\n(?:[ \t].*\r\n)*/gim;

test.concurrent.each([
  ['as they are', 3, 1, (raw: string) => raw],
  ['without what tells a machine', 3, 2, (raw: string) => raw.replace(telling, '')],
  [
    'without that, without what threads and without a tag in the subject',
    3,
    1,
    (raw: string) =>
      raw
        .replace(telling, '')
        .replace(/^(?:in-reply-to|references|message-id|reply-to):.*\r\n(?:[ \t].*\r\n)*/gim, '')
        .replace(/\[PT-\d+\] /g, ''),
  ],
])(
  'two gateways that know each other, mail %s: at most %d automatic mails a side',
  async (_, most, least, change) => {
    const world = await startSmarthost();
    ends.push(() => world.close());
    const a = await startSide('a.test', 'support@b.test', world);
    const b = await startSide('b.test', 'support@a.test', world);
    const timer = setInterval(() => forward(world, { 'a.test': a, 'b.test': b }, change), 50);
    ends.unshift(async () => clearInterval(timer));
    await post(a.smtpPort(), {
      to: 'support@a.test',
      fields: { From: 'support@b.test', Subject: 'spark' },
      text: 'A first word.',
    });
    await until('a receipt', () => world.received.length > 0);
    await until('both to be done', () => areDone(world, [a, b]), 300_000);
    for (const side of ['a.test', 'b.test']) {
      const count = world.received.filter(({ rcptTo }) => rcptTo[0] === `support@${side}`).length;
      console.info(`${count} automatic mails to ${side}`);
      expect(count, side).toBeLessThanOrEqual(most);
    }
    expect(world.received.length, 'or they never wrote to each other').toBeGreaterThanOrEqual(least);
    const mails = [...(await a.json<MailView[]>('mail', 'list')), ...(await b.json<MailView[]>('mail', 'list'))];
    expect(mails.filter(({ disposition }) => disposition === 'pending')).toEqual([]);
  },
  400_000,
);

async function startSide(domain: string, known: string, world: Smarthost): Promise<TestGateway> {
  const gateway = await startTestGateway({
    SUPPORT_ADDRESS: `support@${domain}`,
    RELAY_URL: `smtp://127.0.0.1:${world.port}`,
  });
  ends.push(() => gateway.remove());
  await gateway.cli('admin', 'add', known);
  return gateway;
}

/** Nothing is under way or waits to be sent, and what waits for its time is sent now. */
async function areDone(world: Smarthost, sides: readonly TestGateway[]): Promise<boolean> {
  const seen = world.received.length;
  if ((read.get(world) ?? 0) < seen || (underWay.get(world) ?? 0) > 0) return false;
  for (const look of [1, 2, 3]) {
    for (const side of sides) if (!(await isIdle(side))) return false;
    if (look < 3) await sleep(500);
  }
  return seen === world.received.length && (underWay.get(world) ?? 0) === 0;
}
async function isIdle({ databaseUrl, home }: TestGateway): Promise<boolean> {
  await ask(databaseUrl, `update outbox set next_attempt_at = now() where held_back and state = 'queued'`);
  await ask(databaseUrl, 'notify postern_outbox');
  const waiting = await ask<string>(
    databaseUrl,
    `select (select count(*) from mails where disposition = 'pending') +
      (select count(*) from outbox where state = 'queued')`,
  );
  return waiting === '0' && (await readdir(join(home, 'spool/new'))).length === 0;
}

const read = new WeakMap<Smarthost, number>();
/** Mails that one side has sent and the other has not answered for yet. */
const underWay = new WeakMap<Smarthost, number>();
function forward(world: Smarthost, sides: Record<string, TestGateway>, change: (raw: string) => string): void {
  const fresh = world.received.slice(read.get(world) ?? 0);
  read.set(world, world.received.length);
  for (const { raw, mailFrom, rcptTo } of fresh) {
    const gateway = sides[rcptTo[0]!.split('@')[1]!];
    if (!gateway) continue;
    underWay.set(world, (underWay.get(world) ?? 0) + 1);
    void hand(gateway.smtpPort(), { raw: change(raw), envelope: { from: mailFrom, to: rcptTo } }).finally(() =>
      underWay.set(world, (underWay.get(world) ?? 0) - 1),
    );
  }
}
