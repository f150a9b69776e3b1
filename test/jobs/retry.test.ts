import type postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DeliveryView, TicketView } from '../../src/tickets/views/ticket-view.ts';
import { type GatewayProcess, startGatewayProcess } from '../support/gateway.ts';
import { field, post, until } from '../support/post.ts';
import { openSecondClient } from '../support/second-client.ts';
import { type Script, type Smarthost, startSmarthost } from '../support/smarthost.ts';

let smarthost: Smarthost;
let gateway: GatewayProcess;
let sql: postgres.Sql;

beforeAll(async () => {
  smarthost = await startSmarthost();
  gateway = await startGatewayProcess({ RELAY_URL: `smtp://127.0.0.1:${smarthost.port}` });
  await gateway.cli('admin', 'add', '@corp.test');
  sql = openSecondClient(gateway.databaseUrl);
});
afterAll(async () => {
  await sql?.end();
  await gateway?.remove();
  await smarthost?.close();
});

const open = (subject: string) =>
  post(gateway.smtpPort(), {
    to: 'support@mx.test',
    fields: { From: 'alice@corp.test', Subject: subject },
    text: `It is ${subject}.`,
  });
const copies = (subject: string) => smarthost.received.filter(({ raw }) => field(raw, 'subject').endsWith(subject));
async function receiptOf(subject: string): Promise<DeliveryView | undefined> {
  const [ticket] = await gateway.json<TicketView[]>('ticket', 'list', '--search', subject);
  if (!ticket) return undefined;
  const { deliveries = [] } = await gateway.json<TicketView>('ticket', 'show', ticket.key);
  return deliveries.find(({ kind }) => kind === 'receipt');
}
const attempted = (subject: string, attempts: number) =>
  until(`attempt ${attempts}`, async () => {
    const receipt = await receiptOf(subject);
    return receipt && receipt.attempts >= attempts && receipt;
  });
/** As if the time to wait had passed. */
async function hurry(): Promise<void> {
  await sql`update outbox set next_attempt_at = now() - interval '1 minute' where state = 'queued'`;
  await sql`notify postern_outbox`;
}

test('three temporary failures, then success: one copy', async () => {
  smarthost.follow({ rcpt: { code: 451, text: '4.7.1 Greylisted' } });
  await open('grey');
  for (const attempt of [1, 2, 3]) {
    expect(await attempted('grey', attempt)).toMatchObject({
      state: 'queued',
      reply: expect.stringContaining('4.7.1'),
    });
    if (attempt === 3) smarthost.follow({});
    await hurry();
  }
  expect(await attempted('grey', 4)).toMatchObject({ state: 'sent', attempts: 4 });
  expect(copies('grey')).toHaveLength(1);
});

test('a permanent failure is an event of the ticket, and agents are warned', async () => {
  const told: Script = { rcpt: { code: 550, text: '5.1.1 No such user' } };
  smarthost.follow(told);
  await open('gone');
  expect(await attempted('gone', 1)).toMatchObject({ state: 'failed', status: '5.1.1', attempts: 1 });
  const [ticket] = await gateway.json<TicketView[]>('ticket', 'list', '--search', 'gone');
  const { messages = [] } = await gateway.json<TicketView>('ticket', 'show', ticket!.key);
  expect(messages.at(-1)).toMatchObject({
    kind: 'event',
    text: expect.stringContaining('alice@corp.test does not arrive'),
  });
  smarthost.follow({});
});

test('a lost 250 sends a second copy, the same to the byte', async () => {
  smarthost.follow({ data: 'drop' });
  await open('lost');
  await attempted('lost', 1);
  smarthost.follow({});
  await hurry();
  expect(await attempted('lost', 2)).toMatchObject({ state: 'sent' });
  const [first, second, ...others] = copies('lost');
  expect(others).toEqual([]);
  expect(second?.raw).toBe(first?.raw);
  expect(second?.mailFrom).toBe(first?.mailFrom);
});

test('while the smarthost is down mail waits, and goes out once it is back', async () => {
  const { port } = smarthost;
  await smarthost.close();
  await open('down');
  expect(await attempted('down', 1)).toMatchObject({ state: 'queued' });
  smarthost = await startSmarthost({ port });
  await hurry();
  expect(await attempted('down', 2)).toMatchObject({ state: 'sent' });
  expect(copies('down')).toHaveLength(1);
});

test('a person with three hard failures gets no mail until they write', async () => {
  smarthost.follow({ rcpt: { code: 550, text: '5.1.1 No such user' } });
  const from = { From: 'gone@corp.test', Cc: 'ada@corp.test', Subject: 'dead letter' };
  await post(gateway.smtpPort(), { to: 'support@mx.test', fields: from, text: 'Will you answer?' });
  const key = await until(
    'the ticket',
    async () => (await gateway.json<TicketView[]>('ticket', 'list', '--search', 'dead letter'))[0]?.key,
  );
  const mine = async () =>
    (await gateway.json<TicketView>('ticket', 'show', key)).deliveries!.filter(
      ({ recipient }) => recipient.email === 'gone@corp.test',
    );
  for (const [at, priority] of ['high', 'low', 'urgent', 'medium'].entries()) {
    await until(
      'a failure',
      async () => (await mine()).filter(({ state }) => state === 'failed').length === Math.min(at + 1, 3),
    );
    await gateway.cli('ticket', 'set', key, '--priority', priority);
  }
  expect(await mine()).toHaveLength(3);
  const { messages = [] } = await gateway.json<TicketView>('ticket', 'show', key);
  expect(messages.filter(({ text }) => text === 'not mailed to gone@corp.test: it does not arrive there')).toHaveLength(
    1,
  );
  smarthost.follow({});
  await post(gateway.smtpPort(), {
    to: 'support@mx.test',
    fields: { From: 'gone@corp.test', Subject: 'back' },
    text: 'Here again.',
  });
  await until('a receipt', () => copies('back').length === 1);
});

test('SIGTERM lets what is being sent end, and nothing is sent twice', async () => {
  await open('drain');
  await until(
    'the mail to be taken',
    async () => (await gateway.json<unknown[]>('ticket', 'list', '--search', 'drain')).length === 1,
  );
  expect(await gateway.stop()).toBe(0);
  await gateway.start();
  expect(await attempted('drain', 1)).toMatchObject({ state: 'sent', attempts: 1 });
  expect(copies('drain')).toHaveLength(1);
});
