import { afterAll, beforeAll, expect, test } from 'vitest';
import type { MailView } from '../../../src/tickets/views/mail-view.ts';
import type { TicketView } from '../../../src/tickets/views/ticket-view.ts';
import { startTestGateway, type TestGateway } from '../../support/gateway.ts';
import { addressOf, field, post, until } from '../../support/post.ts';
import { type Received, type Smarthost, startSmarthost } from '../../support/smarthost.ts';

let smarthost: Smarthost;
let gateway: TestGateway;
/** What answers the mail that somebody gets. */
const bots = new Map<string, (received: Received) => Promise<unknown>>();

beforeAll(async () => {
  smarthost = await startSmarthost();
  gateway = await startTestGateway({ RELAY_URL: `smtp://127.0.0.1:${smarthost.port}` });
  await gateway.cli('admin', 'add', '@corp.test');
  await gateway.cli('admin', 'add', 'dana@desk.test', '--role', 'agent');
  let read = 0;
  timer = setInterval(() => {
    for (const received of smarthost.received.slice(read)) void bots.get(received.rcptTo[0]!)?.(received);
    read = smarthost.received.length;
  }, 50);
});
let timer: NodeJS.Timeout;
afterAll(async () => {
  clearInterval(timer);
  await gateway?.remove();
  await smarthost?.close();
});

const sentTo = (address: string) => smarthost.received.filter(({ rcptTo }) => rcptTo[0] === address);
const mailsOf = async (address: string) =>
  (await gateway.json<MailView[]>('mail', 'list')).filter(({ from }) => from === address);
const settled = (address: string, count: number) =>
  until(`${count} mails of ${address} to be filed`, async () => {
    const mails = await mailsOf(address);
    return mails.length >= count && mails.every(({ disposition }) => disposition !== 'pending') && mails;
  });

test('two hundred different mails of one author are two hundred tickets and receipts', async () => {
  const mails = Array.from({ length: 200 }, (_, n) => ({
    to: 'support@mx.test',
    fields: { From: 'ada@corp.test', Subject: `incident ${n}` },
    text: `Booking ${n} fails.`,
  }));
  // Ten at once, and the rest in a row: both are what people's programs do.
  await Promise.all(mails.slice(0, 100).map(mail => post(gateway.smtpPort(), mail)));
  for (const mail of mails.slice(100)) await post(gateway.smtpPort(), mail);
  const filed = await settled('ada@corp.test', 200);
  expect(new Set(filed.map(({ disposition }) => disposition))).toEqual(new Set(['opened']));
  await until('200 receipts', () => sentTo('ada@corp.test').length === 200);
  expect(new Set(sentTo('ada@corp.test').map(({ raw }) => field(raw, 'message-id'))).size).toBe(200);
}, 180_000);

test('a bot that answers every mail with fresh ids and subjects gets three mails, and an agent hears of it once', async () => {
  let turn = 0;
  bots.set('bot@corp.test', () => {
    turn += 1;
    const fields = { From: 'bot@corp.test', Subject: `Re: Thing ${Math.random().toString(36).slice(2)}` };
    return post(gateway.smtpPort(), { to: 'support@mx.test', fields, text: `Noted with thanks, number ${turn}.` });
  });
  await post(gateway.smtpPort(), { to: 'support@mx.test', fields: { From: 'bot@corp.test' }, text: 'Hello there.' });
  await settled('bot@corp.test', 4);
  const [last] = (await mailsOf('bot@corp.test')).slice(-1);
  expect(last?.reasons.join()).toContain('not answered');
  expect(sentTo('bot@corp.test')).toHaveLength(3);
  await until(
    'a warning',
    () =>
      sentTo('dana@desk.test').filter(({ raw }) => raw.includes('bot@corp.test') && raw.includes('look like'))
        .length === 1,
  );
}, 120_000);

test('a bot that answers at the reply address is kept on the ticket and gets no more than its receipt', async () => {
  let turn = 0;
  bots.set('polite@corp.test', ({ raw }) => {
    turn += 1;
    if (turn > 20) throw new Error('it never ends');
    const fields = { From: 'polite@corp.test', Subject: `Thanks ${turn}` };
    return post(gateway.smtpPort(), {
      to: addressOf(field(raw, 'reply-to')),
      fields,
      text: 'I have received your mail.',
    });
  });
  await post(gateway.smtpPort(), {
    to: 'support@mx.test',
    fields: { From: 'polite@corp.test' },
    text: 'Anybody there?',
  });
  await settled('polite@corp.test', 2);
  expect(sentTo('polite@corp.test')).toHaveLength(1);
});

test('two followers whose programs thank each other stop after three mails each', async () => {
  const answer =
    (name: string) =>
    async ({ raw }: Received) => {
      const fields = { From: name, Subject: field(raw, 'subject'), 'In-Reply-To': field(raw, 'message-id') };
      await post(gateway.smtpPort(), {
        to: addressOf(field(raw, 'reply-to')),
        fields,
        text: `${name} is delighted ${Math.random()}.`,
      });
    };
  bots.set('uno@corp.test', answer('uno@corp.test'));
  bots.set('due@corp.test', answer('due@corp.test'));
  await post(gateway.smtpPort(), {
    to: ['support@mx.test'],
    fields: { From: 'ada@corp.test', To: 'support@mx.test, uno@corp.test, due@corp.test', Subject: 'storm' },
    text: 'Both of them follow.',
  });
  const quiet = await until('both to be taken for machines', async () => {
    const all = [...(await mailsOf('uno@corp.test')), ...(await mailsOf('due@corp.test'))];
    return all.filter(({ disposition }) => disposition === 'auto-reply').length >= 2 && all;
  });
  expect(quiet.filter(({ disposition }) => disposition === 'added').length).toBeLessThanOrEqual(5);
  for (const name of ['uno@corp.test', 'due@corp.test']) expect(sentTo(name).length, name).toBeLessThanOrEqual(3);
}, 120_000);

test('the same words for the third time are held; an agent hears of it once, and other words pass', async () => {
  const fields = { From: 'echo@corp.test', Subject: 'Out of paper' };
  const again = () =>
    post(gateway.smtpPort(), { to: 'support@mx.test', fields, text: 'The printer\nis out of paper.' });
  await Promise.all(Array.from({ length: 6 }, again));
  const filed = await settled('echo@corp.test', 6);
  const count = (wanted: string) => filed.filter(({ disposition }) => disposition === wanted).length;
  expect([count('opened'), count('held')]).toEqual([2, 4]);
  const isWarning = ({ raw }: Received) => raw.includes('echo@corp.test') && raw.includes('look like');
  await until('a warning', () => sentTo('dana@desk.test').some(isWarning));
  await post(gateway.smtpPort(), { to: 'support@mx.test', fields, text: 'Now the toner is gone.' });
  await until('another ticket', async () => (await settled('echo@corp.test', 7)).at(-1)?.disposition === 'opened');
  expect(sentTo('dana@desk.test').filter(isWarning)).toHaveLength(1);
});

test('our own mail that comes back is recognised by its Message-ID or its row', async () => {
  await post(gateway.smtpPort(), { to: 'support@mx.test', fields: { From: 'eva@corp.test' }, text: 'A first mail.' });
  const receipt = await until('a receipt', () => sentTo('eva@corp.test')[0]);
  const id = field(receipt.raw, 'x-postern-id');
  for (const own of [{ 'Message-ID': field(receipt.raw, 'message-id') }, { 'X-Postern-Id': id }])
    await post(gateway.smtpPort(), { to: 'support@mx.test', fields: { From: 'eva@corp.test', ...own }, text: 'Back.' });
  const filed = await settled('eva@corp.test', 3);
  expect(filed.map(({ disposition }) => disposition)).toEqual(['opened', 'ignored', 'ignored']);
  const tickets = await gateway.json<TicketView[]>('ticket', 'list', '--search', 'eva@corp.test');
  expect(tickets).toHaveLength(1);
});
