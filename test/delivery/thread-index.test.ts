import { expect, test } from 'vitest';
import { threadIndex } from '../../src/delivery/thread-index.ts';

const openedAt = new Date('2026-11-20T09:30:12Z');
const conversation = { seed: 'PT-42 support@desk.example', openedAt, opening: null };
const at = (time: string, id = 'a') => ({ id, date: new Date(time) });
const bytes = (value: string) => Buffer.from(value, 'base64');

test('all mails of a ticket share one header of 22 bytes, and each adds a block of 5', () => {
  const first = bytes(threadIndex(conversation, at('2026-11-20T09:30:15Z')));
  const second = bytes(threadIndex(conversation, at('2026-11-21T10:00:00Z')));
  expect([first.length, second.length]).toEqual([27, 27]);
  expect(first.subarray(0, 22)).toEqual(second.subarray(0, 22));
  const other = bytes(threadIndex({ ...conversation, seed: 'PT-43' }, at('2026-11-20T09:30:15Z')));
  expect(other.subarray(6, 22)).not.toEqual(first.subarray(6, 22));
});
test('the header starts as Exchange writes it, and holds the time to 1.7 seconds', () => {
  const value = threadIndex(conversation, at('2026-11-20T09:30:15Z'));
  expect(value).toMatch(/^AQHd/);
  const ticks = BigInt(`0x${bytes(value).subarray(1, 6).toString('hex')}`) << 24n;
  const milliseconds = Number((ticks - 116_444_736_000_000_000n) / 10_000n);
  expect(Math.abs(milliseconds - openedAt.getTime())).toBeLessThan(1700);
});
test('the blocks sort as the mails do, past 1.7 years as well', () => {
  const times = [
    '2026-11-20T09:30:15Z',
    '2026-11-20T09:31:00Z',
    '2027-03-01T00:00:00Z',
    '2028-10-01T00:00:00Z',
    '2031-01-01T00:00:00Z',
  ];
  const deltas = times.map(time => bytes(threadIndex(conversation, at(time))).readUInt32BE(22));
  expect(deltas).toEqual(deltas.toSorted((a, b) => a - b));
  expect(deltas.map(delta => delta >>> 31)).toEqual([0, 0, 0, 1, 1]);
});
test('a mail dated before its ticket counts as its first', () => {
  expect(bytes(threadIndex(conversation, at('2020-01-01T00:00:00Z'))).readUInt32BE(22)).toBe(0);
});
test("an opening mail's own header is carried on, old form or new", () => {
  for (const opening of ['AQHZ2k3x1fJQ8m0C9kyGZb1nTn8mPQ==', 'AcnXZ3k8XxW7a0C9kyGZb1nTn8mPQQABAgME']) {
    const ours = bytes(threadIndex({ ...conversation, opening }, at('2026-11-20T09:30:15Z')));
    expect(ours.subarray(0, 22)).toEqual(bytes(opening).subarray(0, 22));
    expect(ours.length).toBe(27);
  }
});
test('what is no Thread-Index is not carried on', () => {
  const own = threadIndex(conversation, at('2026-11-20T09:30:15Z'));
  for (const opening of ['', 'AQHZ', 'hello world, this is no index at all', '\r\nBcc: x@y.example']) {
    expect(threadIndex({ ...conversation, opening }, at('2026-11-20T09:30:15Z'))).toBe(own);
  }
});
