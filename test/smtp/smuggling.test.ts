// Where a mail ends, and that nothing but CR LF . CR LF says so; A16, A17, X1, X2 and X19 of the checklist.
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { startTestListener, type TestListener } from '../support/listener.ts';
import { greeted, transaction } from '../support/smtp-client.ts';

let listener: TestListener;
beforeAll(async () => {
  listener = await startTestListener();
});
afterEach(() => listener.forget());
afterAll(() => listener.stop());

const smuggled =
  'MAIL FROM:<alice@corp.test>\r\nRCPT TO:<support@mx.test>\r\nDATA\r\nSubject: smuggled\r\n\r\nx\r\n.\r\n';

test.each([
  '\n.\n',
  '\n.\r\n',
  '\r\n.\n',
  '\r.\r',
  '\r.\r\n',
  '\r\n.\r',
  '\n.\r',
  '\r\n.\r\r\n',
  '\r\n\0.\r\n',
  '\r\n.\0\r\n',
  '\n\n.\r\n',
])('%j ends no mail', async sequence => {
  const client = await greeted(listener.port);
  await client.sayAll(...transaction);
  client.write(`Subject: a\r\n\r\nbody${sequence}${smuggled}`);
  expect(await client.reply()).toMatch(sequence.includes('\0') ? /^250 / : /^550 5\.6\.0 /);
  expect(await client.say('NOOP')).toBe('250 2.0.0 OK');
  expect(client.pending()).toBe('');
  const stored = await listener.stored();
  expect(stored.length).toBe(sequence.includes('\0') ? 1 : 0);
  expect(stored.every(({ bytes }) => bytes.includes('Subject: smuggled'))).toBe(true);
  client.destroy();
});

test('CR LF . CR LF does, and the next transaction follows', async () => {
  const client = await greeted(listener.port);
  await client.sayAll(...transaction);
  client.write(`Subject: a\r\n\r\nbody\r\n.\r\n${smuggled}`);
  const replies: string[] = [];
  for (let count = 0; count < 5; count += 1) replies.push((await client.reply()).slice(0, 3));
  expect(replies).toEqual(['250', '250', '250', '354', '250']);
  expect(await listener.stored()).toHaveLength(2);
  client.destroy();
});

test.each([
  [['x\r', '\n.', '\r', '\n'], 'x\r\n'],
  [['..', '\r\n', 'more\r\n.\r\n'], '.\r\nmore\r\n'],
  [['.', '.', '\r\n.', '\r', '\n'], '.\r\n'],
  [['a\r\n', '.', '.b\r\n', '.\r\n'], 'a\r\n.b\r\n'],
  [['.\r\n'], ''],
  [['\r\n.\r\n'], '\r\n'],
])('cut as %j, the mail is %j', async (pieces, expected) => {
  const client = await greeted(listener.port);
  await client.sayAll(...transaction);
  for (const piece of pieces) {
    client.write(piece);
    await sleep(10);
  }
  expect(await client.reply()).toMatch(/^250 /);
  expect((await listener.stored()).map(({ bytes }) => bytes)).toEqual([expected]);
  client.destroy();
});

test.each([
  'Subject: a\nFrom: alice@corp.test\r\n',
  'Subject: a\rFrom: alice@corp.test\r\n',
  'Subject: a\r\n\r\nb\rc\r\n',
])('%j is refused', async text => {
  const client = await greeted(listener.port);
  await client.sayAll(...transaction);
  expect(await client.say(`${text}.`)).toMatch(/^550 5\.6\.0 /);
  expect(await client.say('NOOP')).toMatch(/^250/);
  expect(await listener.stored()).toEqual([]);
  client.destroy();
});
