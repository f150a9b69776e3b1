// The limits of budget.ts, each just kept and just passed; past one, what was read so far is shown.
import { expect, test, vi } from 'vitest';
import { readBytes } from './reading.ts';

const head = 'From: ada@corp.test\r\nMIME-Version: 1.0\r\n';
const mixed = (...parts: string[]) =>
  `${head}Content-Type: multipart/mixed; boundary=b\r\n\r\n${parts.map(part => `--b\r\n${part}\r\n`).join('')}--b--\r\n`;
const text = (words: string) => `Content-Type: text/plain\r\n\r\n${words}`;
const file = (at: number) =>
  `Content-Disposition: attachment; filename=f${at}.txt\r\nContent-Type: text/plain\r\n\r\nx`;

test.each([
  ['parts: the mail and 199 more', 199, null],
  ['parts: the mail and 200 more', 200, /more than 200 parts/],
])('%s', async (_, count, problem) => {
  const { message } = await readBytes(mixed(...Array.from({ length: count }, (_, at) => text(`word ${at}.`))));
  expect(message.text).toContain('word 0.');
  expect(message.text).toContain('word 198.');
  expect(message.text?.includes('word 199.')).toBe(false);
  if (problem === null) expect(message.problems).toEqual([]);
  else expect(message.problems.join()).toMatch(problem);
});

test.each([
  [100, null],
  [101, /more than 100 attachments/],
])('%d attachments', async (count, problem) => {
  const { message, kept } = await readBytes(
    mixed(text('See there.'), ...Array.from({ length: count }, (_, at) => file(at))),
  );
  expect([message.attachments.length, kept.length]).toEqual([100, 100]);
  if (problem === null) expect(message.problems).toEqual([]);
  else expect(message.problems.join()).toMatch(problem);
});

test.each([102, 250])('of %d files the first that were not kept are named', async count => {
  const files = Array.from({ length: count }, (_, at) => file(at));
  const { message } = await readBytes(mixed(text('See there.'), ...files));
  const names = message.dropped.map(({ name }) => name);
  expect(names.slice(0, 2)).toEqual(['f100.txt', 'f101.txt']);
  expect(names).toHaveLength(Math.min(count - 100, 50));
});

test.each([
  ['in time', 20_000, null],
  ['late', 20_001, /took too long/],
])('a mail that is read for twenty seconds, and then %s', async (_, thenMs, problem) => {
  let looks = 0;
  // The first look sets the deadline.
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => {
    looks += 1;
    return looks === 1 ? 0 : looks < 20 ? 20_000 : thenMs;
  });
  try {
    const words = Array.from({ length: 100 }, (_, at) => text(`Word ${at}.`));
    const { message } = await readBytes(mixed(...words));
    expect(message.text).toContain('Word 0.');
    expect(message.text?.includes('Word 99.')).toBe(problem === null);
    if (problem === null) expect(message.problems).toEqual([]);
    else expect(message.problems.join()).toMatch(problem);
  } finally {
    clock.mockRestore();
  }
});
