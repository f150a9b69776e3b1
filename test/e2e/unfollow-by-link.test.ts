// RFC 8058 from the mail to the ticket: the link that a follower gets, over a real gateway.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fieldValue, parseHeader } from '../../src/mail/header.ts';
import { cloneDatabase } from '../support/database.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { byPort } from '../support/second-client.ts';
import { sendPlain } from '../support/smtp-client.ts';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.ts';

const patiently = { timeout: 30_000, interval: 200 };
const bruno = 'bruno@lab.test';
type Ticket = { followers: { email: string }[]; messages: { kind: string; text: string }[] };

let line: TcpProxy;
let gateway: TestGateway;
beforeAll(async () => {
  const url = byPort(await cloneDatabase());
  line = await startTcpProxy(url.hostname, Number(url.port));
  url.host = `127.0.0.1:${line.port}`;
  gateway = await startTestGateway({ LOG_LEVEL: 'info', DATABASE_URL: url.href });
  await gateway.cli('admin', 'add', 'ada@clinic.test', '--locale', 'de');
}, 120_000);
afterAll(async () => {
  line.restore();
  await gateway.remove();
  line.close();
});

const open = (id: string, header: string) =>
  sendPlain(gateway.smtpPort(), { from: 'ada@clinic.test', id, subject: `Portal ${id}`, header });
const ticket = () => gateway.json<Ticket>('ticket', 'show', 'PT-1');
const leaving = async () => (await ticket()).messages.filter(({ text }) => /does not follow/.test(text));
const mailsTo = async (address: string) => {
  const mails = (await gateway.outbox()).map(raw => ({
    raw,
    header: parseHeader(raw.slice(0, raw.search(/\r?\n\r?\n/))),
  }));
  return mails.filter(({ header }) => fieldValue(header, 'to')?.includes(address));
};
const linkTo = async (address: string): Promise<string> => {
  await expect.poll(async () => (await mailsTo(address)).length, patiently).toBeGreaterThan(0);
  const [first] = await mailsTo(address);
  return /^<(http[^>]*)>, <mailto:/.exec(fieldValue(first!.header, 'list-unsubscribe') ?? '')?.[1] ?? '';
};
const post = async (link: string) => {
  const response = await fetch(link, {
    method: 'POST',
    body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }),
  });
  return { status: response.status, retryAfter: response.headers.get('retry-after'), text: await response.text() };
};

test('each role says where it is ready', () => {
  expect(gateway.log()).toMatch(/^ {2}mail in +smtp:\/\/127\.0\.0\.1:\d+ /m);
  expect(gateway.log()).toMatch(/^ {2}work +here /m);
  expect(gateway.log()).toMatch(/^ {2}pages +http:\/\/127\.0\.0\.1:\d+ /m);
});
test('the follower has a link below the mail and in its header, the requester has none', async () => {
  await expect.poll(() => open('first', 'Cc: bruno@lab.test'), patiently).toMatch(/^250/);
  const link = await linkTo(bruno);
  expect(link).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/unfollow\/de\/[a-z0-9.]+$/);
  const [mail] = await mailsTo(bruno);
  expect(mail!.raw.replace(/=\r?\n/g, '')).toContain(link);
  expect(fieldValue(mail!.header, 'list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
  const [receipt] = await mailsTo('ada@clinic.test');
  expect(fieldValue(receipt!.header, 'list-unsubscribe')).toBe(null);
});
test('a scanner that follows it changes nothing, and the reader sees one button in his language', async () => {
  const link = await linkTo(bruno);
  const page = await fetch(link);
  expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=UTF-8']);
  expect(await page.text()).toContain('Dem Ticket PT-1 nicht mehr folgen?');
  expect((await ticket()).followers.map(({ email }) => email)).toEqual([bruno]);
});
test('while PostgreSQL is away it says come again, nothing is lost, and then it works', async () => {
  const link = await linkTo(bruno);
  line.cut();
  expect((await fetch(link)).status).toBe(200);
  const away = await post(link);
  expect([away.status, away.retryAfter]).toEqual([503, '60']);
  expect(away.text).toContain('Es ist nichts verloren.');
  line.restore();
  await expect.poll(async () => (await post(link)).status, patiently).toBe(200);
  await expect.poll(async () => (await ticket()).followers, patiently).toEqual([]);
});
test('it is told on the ticket once, however often it is clicked', async () => {
  const link = await linkTo(bruno);
  const answers = await Promise.all(Array.from({ length: 8 }, () => post(link)));
  expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200));
  expect((await leaving()).map(({ kind, text }) => [kind, text])).toEqual([
    ['event', `${bruno} does not follow any more`],
  ]);
});
test('a person who unfollowed gets no further mail, and another Cc does not add them', async () => {
  const reply = 'In-Reply-To: <first@client.test>\r\nCc: bruno@lab.test';
  const before = (await mailsTo(bruno)).length;
  expect(await open('again', reply)).toMatch(/^250/);
  await expect.poll(async () => (await ticket()).messages.some(({ kind }) => kind === 'reply'), patiently).toBe(true);
  expect((await ticket()).followers).toEqual([]);
  expect((await mailsTo(bruno)).length).toBe(before);
});
test('a link of another is not there to be made: every change of it is the same page', async () => {
  const link = await linkTo(bruno);
  const pages = new Set<string>();
  for (const at of [-1, -10, -20, -24]) {
    const letter = link.at(at) === 'b' ? 'c' : 'b';
    const { status, text } = await post(`${link.slice(0, at)}${letter}${at === -1 ? '' : link.slice(at + 1)}`);
    expect(status).toBe(404);
    pages.add(text.replace(/nonce="[^"]*"/, ''));
  }
  expect(pages.size).toBe(1);
});
test('the log holds neither the link nor whom it was for', () => {
  expect(gateway.log()).toContain('unfollow link: unfollowed');
  const lines = gateway
    .log()
    .split('\n')
    .filter(text => text.startsWith('{'));
  expect(lines.join('\n')).not.toMatch(/unfollow\/de|bruno/);
});
