// Threads as people keep them going, over SMTP: who is on a ticket, who left it, and what belongs together.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from '../../src/db/database.ts';
import { type Desktop, openDesktop } from '../support/desktop.ts';
import { addressOf, field, type Post, post, replyFields } from '../support/post.ts';

const [ada, eve, sam] = ['ada@clinic.test', 'eve@lab.test', 'sam@desk.test'];
let desk: Desktop;

beforeAll(async () => {
  desk = await openDesktop({ EARLY_REPLY_MINUTES: '0' });
  await desk.postern('admin', 'add', ada, '--name', 'Ada Villa', '--instance', 'tt_lago');
  await desk.postern('admin', 'add', '@ward.test', '--org', 'Ward');
  await desk.postern('admin', 'add', sam, '--role', 'agent', '--name', 'Sam Rey');
});
afterAll(() => desk?.close());

const support = 'support@mx.test';
let count = 0;
/** Writes to us, waits, and answers the reply. */
async function write(from: string, fields: Record<string, string>, text: string, more: Partial<Post> = {}) {
  count += 1;
  const mail = { to: support, fields: { From: from, Subject: `Matter ${count}`, ...fields }, text, ...more };
  const reply = await post(desk.gateway.smtpPort(), mail);
  await desk.settled();
  return reply;
}
const sentTo = async (address: string) =>
  (await desk.gateway.outbox()).filter(raw => addressOf(field(raw, 'to')) === address);
const last = async (address: string): Promise<string> => (await sentTo(address)).at(-1)!;
const newest = async () => (await desk.tickets()).at(-1)!;
const ticket = async (key: string) => (await desk.tickets()).find(each => each.key === key)!;
const words = (raw: string) =>
  raw
    .replace(/=\r\n/g, '')
    .replace(/((?:=[0-9A-F]{2})+)/g, run => Buffer.from(run.replaceAll('=', ''), 'hex').toString('utf8'));
/** A ticket of Ada's with Eve in Cc, who is not in the directory. */
async function opened() {
  const text = `The list of ward ${count} stays empty.`;
  await write(ada, { To: support, Cc: eve, 'Message-ID': `<open${count}@clinic.test>` }, text);
  return { ...(await newest()), messageId: `<open${count - 1}@clinic.test>` };
}
const texts = async (key: string) => (await ticket(key)).messages!.map(({ text }) => text);
const follows = async (key: string) => (await ticket(key)).followers.map(({ email }) => email);

test('a follower outside the directory is on the ticket by its tag alone, plain or encoded, and by In-Reply-To', async () => {
  const { key, messageId } = await opened();
  const tagged = `Re: [${key}] Liste`;
  const encoded = `=?utf-8?Q?R=C3=A9p_:_=5B${key}=5D_Liste?=`;
  const ways: [Record<string, string>, string][] = [
    [{ Subject: tagged }, 'By its tag.'],
    [{ Subject: encoded }, 'By its encoded tag.'],
    [{ Subject: 'Re: Matter', 'In-Reply-To': messageId, To: ada, Cc: support }, 'By the id alone.'],
  ];
  for (const [fields, text] of ways) expect(await write(eve, fields, text), text).toMatch(/^250 /);
  expect(await texts(key)).toEqual(expect.arrayContaining(ways.map(([, text]) => text)));
  const stranger = { Subject: tagged };
  expect(await write('mal@evil.test', stranger, 'By a guessed tag.')).toMatch(/^550 5\.7\.1 /);
  expect(await write(eve, { Subject: '[PT-1000000] Liste' }, 'By a number that is not hers.')).toMatch(/^550 5\.7\.1 /);
});

test('who left and writes again follows again and is told; others who copy that person in are told of it once', async () => {
  const { key } = await opened();
  const receipt = await last(ada);
  const letter = await last(eve);
  const unfollow = { From: eve, Subject: 'unfollow' };
  await post(desk.gateway.smtpPort(), { to: addressOf(field(letter, 'reply-to')), fields: unfollow, text: '' });
  await desk.settled();
  expect(await follows(key)).toEqual([]);
  const copying = async (text: string) => {
    const fields = { ...replyFields(receipt), Cc: eve };
    await write(ada, fields, text, { to: [addressOf(field(receipt, 'reply-to'))] });
  };
  await copying('Eve will know.');
  expect(await follows(key)).toEqual([]);
  expect(words(await last(ada))).toContain(`No longer following, and not added again: ${eve}`);
  const before = (await sentTo(ada)).length;
  await copying('Eve may still know.');
  expect(await sentTo(ada)).toHaveLength(before);
  expect(await write(eve, { Subject: `Re: [${key}]` }, 'I do know: it is the filter.')).toMatch(/^250 /);
  expect(await follows(key)).toEqual([eve]);
  expect(words(await last(eve))).toContain('Now that you have written, you follow it again');
  await copying('Thank you, Eve.');
  expect(await follows(key)).toEqual([eve]);
});

test('whom an agent took off does not come back by writing: the requester is asked', async () => {
  const { key } = await opened();
  const letter = await last(eve);
  await desk.postern('ticket', 'unfollow', key, eve, '--as', sam);
  const reply = { to: [addressOf(field(letter, 'reply-to'))] };
  await write(eve, replyFields(letter), 'Why do I hear nothing?', reply);
  expect(await follows(key)).toEqual([]);
  expect((await desk.mails()).at(-1)).toMatchObject({ disposition: 'held' });
  expect(words(await last(ada))).toContain('is not part of this conversation');
});

test('undo takes back what the agent ordered last and says what; the status that an answer set stays', async () => {
  const { key } = await opened();
  const told = await last(sam);
  const order = (text: string) => write(sam, replyFields(told), text, { to: [addressOf(field(told, 'reply-to'))] });
  await order('#priority high\nWe are looking at it.');
  expect(await ticket(key)).toMatchObject({ status: 'open', priority: 'high' });
  await order('#undo');
  expect(await ticket(key)).toMatchObject({ status: 'open', priority: null });
  expect(words(await last(sam))).toContain('Undone: Priority: High → not set.');
  await order('#follow zoe@lab.test');
  await order('#undo');
  expect(await follows(key)).toEqual([eve]);
  expect(words(await last(sam))).toContain('Undone. No longer following: zoe@lab.test');
  await order('#undo');
  expect(words(await last(sam))).toContain('There is no change of yours to undo.');
  expect(await ticket(key)).toMatchObject({ status: 'open' });
});

test('the mails of a follow-up show the instance that it has', async () => {
  const { key } = await opened();
  await desk.postern('ticket', 'set', key, '--instance', 'tt_lago', '--status', 'closed');
  const { db, close } = openDatabase(desk.gateway.databaseUrl, 1);
  await db.execute(`update tickets set status_since = now() - interval '60 days' where number = ${key.slice(3)}`);
  await close();
  expect(await write(eve, { Subject: `Re: [${key}] Matter` }, 'It is back.')).toMatch(/^250 /);
  const next = await newest();
  expect(next).toMatchObject({ instance: 'tt_lago', requester: { email: ada } });
  expect(words(await last(sam))).toMatch(/Instance: tt_lago\b/);
});

test('two answers to a mail that never reached us are one ticket, whoever of the two is a colleague or copied in', async () => {
  const root = '<first@ward.test>';
  const fields = (id: string) => ({ 'In-Reply-To': root, References: root, 'Message-ID': id, Subject: 'Re: Portal' });
  await write('uno@ward.test', { ...fields('<a1@ward.test>'), To: support }, 'Support, please look: no login.');
  const { key } = await newest();
  await write('due@ward.test', { ...fields('<a2@ward.test>'), To: support }, 'Same here since eight.');
  await write('uno@ward.test', { ...fields('<a3@ward.test>'), References: `${root} <a1@ward.test>` }, 'Still so.');
  expect((await newest()).key).toBe(key);
  expect(await texts(key)).toEqual(expect.arrayContaining(['Same here since eight.', 'Still so.']));
  expect(await follows(key)).toEqual(['due@ward.test']);
  // Another organisation does not get onto it, whatever ids it names.
  await write(ada, { ...fields('<a4@clinic.test>'), To: support }, 'I know the id, too.');
  expect((await newest()).key).not.toBe(key);
});

type Answer = (raw: string, n: number) => Partial<Post> & { fields: Record<string, string> };
const waysToAnswer: Record<string, Answer> = {
  'in the thread, at support@': raw => ({ to: support, fields: { ...replyFields(raw), To: support } }),
  'by the tag alone': raw => ({ to: support, fields: { Subject: `AW: ${field(raw, 'subject')}` } }),
  'at the reply address': raw => ({ to: addressOf(field(raw, 'reply-to')), fields: replyFields(raw) }),
  'with a fresh subject': (_, n) => ({ to: support, fields: { Subject: `Re: Case ${n}${n}` } }),
};

/** How many mails a bot gets that answers each from a new address of its domain. */
async function playBot(domain: string, answer: Answer): Promise<number> {
  const ours = async () =>
    (await desk.gateway.outbox()).filter(raw => addressOf(field(raw, 'to')).endsWith(`@${domain}`));
  const answered = new Set<string>();
  await write(`n0@${domain}`, { Subject: 'Hello' }, 'We have received your message and thank you for it.');
  for (let n = 1; n < 12; n += 1) {
    // What waits because it may be a loop goes out in the end.
    const fresh = (await ours()).find(raw => !answered.has(field(raw, 'message-id')));
    if (!fresh) break;
    answered.add(field(fresh, 'message-id'));
    const { fields, ...more } = answer(fresh, n);
    await write(`n${n}@${domain}`, fields, `We have received your message and thank you for it, number ${n}.`, more);
  }
  return (await ours()).length;
}

test('a bot that answers each mail from a new address of an admitted domain ends within five mails', async () => {
  const ways = Object.entries(waysToAnswer).map(([way, answer], n) => ({ way, answer, domain: `bot${n}.test` }));
  for (const { domain } of ways) await desk.postern('admin', 'add', `@${domain}`);
  const played = ways.map(async ({ way, answer, domain }) => [way, await playBot(domain, answer)] as const);
  for (const [way, mails] of await Promise.all(played)) expect(mails, way).toBeLessThanOrEqual(5);
}, 180_000);

test('an agent in To of a customer makes no follower, and gets the mail of an agent', async () => {
  await write(ada, { To: `${support}, ${sam}` }, 'Sam, the agenda of room 4 is empty.', { to: [support, sam] });
  const { key } = await newest();
  expect(await follows(key)).toEqual([]);
});
