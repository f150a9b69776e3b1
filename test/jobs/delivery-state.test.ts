import { afterAll, beforeAll, expect, test } from 'vitest';
import type { MailView } from '../../src/tickets/views/mail-view.ts';
import type { TicketView } from '../../src/tickets/views/ticket-view.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { addressOf, deliveryReport, field, post, until } from '../support/post.ts';
import { type Smarthost, startSmarthost } from '../support/smarthost.ts';

const alice = { From: 'Alice Rossi <alice@corp.test>' };
let smarthost: Smarthost;
let gateway: TestGateway;

beforeAll(async () => {
  smarthost = await startSmarthost();
  gateway = await startTestGateway({ RELAY_URL: `smtp://127.0.0.1:${smarthost.port}` });
  await gateway.cli('admin', 'add', 'alice@corp.test', '--name', 'Alice');
  await gateway.cli('admin', 'add', 'dana@desk.test', '--role', 'agent');
});
afterAll(async () => {
  await gateway?.remove();
  await smarthost?.close();
});

const sentTo = (address: string) => smarthost.received.filter(({ rcptTo }) => rcptTo[0] === address);
const ticketOf = (raw: string) => /\[(PT-\d+)\]/.exec(field(raw, 'subject'))![1]!;
const show = (key: string) => gateway.json<TicketView>('ticket', 'show', key);
const mails = () => gateway.json<MailView[]>('mail', 'list');

/** A ticket of Alice's and her receipt, once all that its opening causes has been sent. */
async function opened(subject: string) {
  await post(gateway.smtpPort(), {
    to: 'support@mx.test',
    fields: { ...alice, Subject: subject },
    text: `It is ${subject}.`,
  });
  const receipt = await until('a receipt', () =>
    sentTo('alice@corp.test').find(({ raw }) => field(raw, 'subject').endsWith(subject)),
  );
  await until('the notice to the agent', () =>
    sentTo('dana@desk.test').find(({ raw }) => field(raw, 'subject').endsWith(subject)),
  );
  return { receipt, key: ticketOf(receipt.raw) };
}
const filed = (subject: string) =>
  until(`the mail ${subject} to be filed`, async () =>
    (await mails()).find(mail => mail.subject === subject && mail.disposition !== 'pending'),
  );

test('a DSN of a failure at the return path makes the row bounced, is an event of the ticket, and warns agents once', async () => {
  const { receipt, key } = await opened('calendar');
  expect(receipt.mailFrom).toMatch(/^support\+b\.[0-9a-z]{26}\.[a-z2-7]{12}@mx\.test$/);
  const failed = { to: receipt.mailFrom, recipient: 'alice@corp.test', action: 'failed', status: '5.1.1' };
  expect(await post(gateway.smtpPort(), deliveryReport(failed))).toMatch(/^250 2\.0\.0 /);
  const warning = await until('a warning', () =>
    sentTo('dana@desk.test').find(({ raw }) => raw.includes('cannot reach')),
  );
  expect(field(warning.raw, 'auto-submitted')).toBe('auto-generated');
  const { deliveries, messages, status } = await show(key);
  expect(deliveries?.find(({ kind }) => kind === 'receipt')).toMatchObject({ state: 'undeliverable', status: '5.1.1' });
  expect(messages?.map(({ kind }) => kind)).toEqual(['request', 'event']);
  expect(messages?.at(-1)?.text).toBe(
    'delivery: mail to alice@corp.test does not arrive: 5.1.1 550 5.1.1 No such user',
  );
  expect(status).toBe('new');
  const report = await filed('Undelivered Mail Returned to Sender');
  const reports = [{ address: 'alice@corp.test', action: 'failed', status: '5.1.1' }];
  expect(report).toMatchObject({ disposition: 'dsn', ticket: key, reports });
  // The same report once more changes nothing, and nobody hears of it again.
  const told = smarthost.received.length;
  await post(gateway.smtpPort(), {
    ...deliveryReport(failed),
    fields: { ...deliveryReport(failed).fields, Subject: 'again' },
  });
  await filed('again');
  expect((await show(key)).messages).toHaveLength(2);
  expect(smarthost.received).toHaveLength(told);
});

test('a report to the support address is one, too, and names no address of ours', async () => {
  const failed = deliveryReport({
    to: 'support@mx.test',
    recipient: 'gone@lab.test',
    action: 'failed',
    status: '5.1.1',
  });
  await post(gateway.smtpPort(), { ...failed, fields: { ...failed.fields, Subject: 'to support' } });
  const reports = [{ address: 'gone@lab.test', action: 'failed', status: '5.1.1' }];
  expect(await filed('to support')).toMatchObject({ disposition: 'dsn', ticket: null, reports });
  const ours = deliveryReport({
    to: 'support@mx.test',
    recipient: 'support@mx.test',
    action: 'failed',
    status: '5.1.1',
  });
  await post(gateway.smtpPort(), { ...ours, fields: { ...ours.fields, Subject: 'of ours' } });
  expect(await filed('of ours')).toMatchObject({ disposition: 'dsn', reports: [] });
});

test('a delay leaves it sent, and another ticket named in the report is left alone', async () => {
  const { receipt, key } = await opened('reminders');
  const other = await opened('dossier');
  const text = `Re: [${other.key}] ${addressOf(field(other.receipt.raw, 'reply-to'))}`;
  const delayed = deliveryReport({
    to: receipt.mailFrom,
    recipient: 'alice@corp.test',
    action: 'delayed',
    status: '4.4.1',
    text,
  });
  const fields = { ...delayed.fields, Subject: 'late', References: field(other.receipt.raw, 'message-id') };
  await post(gateway.smtpPort(), { ...delayed, fields });
  expect(await filed('late')).toMatchObject({ disposition: 'dsn', ticket: key });
  expect((await show(key)).deliveries?.find(({ kind }) => kind === 'receipt')).toMatchObject({
    state: 'sent',
    status: null,
  });
  expect((await show(other.key)).messages).toHaveLength(1);
});

test('a forged return path, and a person at a true one, are refused', async () => {
  const { receipt } = await opened('login');
  const forged = receipt.mailFrom.replace(/.@/, found => (found === 'a@' ? 'b@' : 'a@'));
  const report = { recipient: 'alice@corp.test', action: 'failed', status: '5.1.1' };
  expect(await post(gateway.smtpPort(), deliveryReport({ to: forged, ...report }))).toMatch(/^550 5\.7\.1 /);
  const unknown = receipt.mailFrom.replace(/b\.[0-9a-z]{26}/, `b.${'0'.repeat(26)}`);
  expect(await post(gateway.smtpPort(), deliveryReport({ to: unknown, ...report }))).toMatch(/^550 5\.7\.1 /);
  expect(await post(gateway.smtpPort(), { to: receipt.mailFrom, fields: alice, text: 'Hello?' })).toMatch(
    /^550 5\.7\.1 /,
  );
});

test('an absence notice to the return path is kept on the ticket and gets no answer', async () => {
  const { receipt, key } = await opened('agenda');
  await until('what the agent is told', () => sentTo('dana@desk.test').find(({ raw }) => ticketOf(raw) === key));
  const before = smarthost.received.length;
  const fields = {
    ...alice,
    Subject: `Automatic reply: [${key}] agenda`,
    'X-Auto-Response-Suppress': 'All',
    'Auto-Submitted': 'auto-replied',
  };
  await post(gateway.smtpPort(), { mailFrom: null, to: receipt.mailFrom, fields, text: 'I am away until Monday.' });
  await until('the notice', async () => (await show(key)).messages?.find(({ kind }) => kind === 'auto-reply'));
  expect(await show(key)).toMatchObject({ status: 'new' });
  expect(await filed(fields.Subject)).toMatchObject({ disposition: 'dsn', ticket: key, reports: [] });
  expect(smarthost.received).toHaveLength(before);
});
