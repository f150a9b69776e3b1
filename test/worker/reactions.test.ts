import { expect, test } from 'vitest';
import { type Event, type Opened, reactions, suspicionOf } from '../../src/worker/reactions.ts';

const start = Date.UTC(2026, 10, 23, 9);
const after = (seconds: number) => new Date(start + seconds * 1000);
const mail = (seconds: number, gist = 'g'): Event => ({ at: after(seconds), gist });
/** A ticket opened then, its receipt written at once and sent so much later. */
const opened = (seconds: number, { gist = 'g', sentIn = 0.2 as number | null, probe = false } = {}): Opened => ({
  ...mail(seconds, gist),
  receipt: { at: after(seconds), sentAt: sentIn === null ? null : after(seconds + sentIn), probe },
});

test('a machine that answers each receipt with the same words is probed, then known', () => {
  expect(suspicionOf(mail(2), [opened(0, { gist: 'first' })], true)).toBe('none');
  expect(suspicionOf(mail(4), [opened(2), opened(0, { gist: 'first' })], true)).toBe('probe');
  const probed = opened(4, { sentIn: 18, probe: true });
  expect(suspicionOf(mail(23), [probed, opened(2), opened(0, { gist: 'first' })], true)).toBe('loop');
});
test('who writes before his receipt is sent is no machine, however much he writes', () => {
  const burst = Array.from({ length: 30 }, (_, n) => opened(29 - n, { sentIn: 2.5 }));
  expect(suspicionOf(mail(30), burst, true)).toBe('none');
});
test('who writes on while the probe waits is no machine', () => {
  const waits = opened(4, { sentIn: null, probe: true });
  expect(suspicionOf(mail(6), [waits, opened(2), opened(0)], true)).toBe('none');
  expect(suspicionOf(mail(8), [opened(6), waits, opened(2), opened(0)], true)).toBe('none');
});
test('who takes his time, or says something else, is no machine', () => {
  expect(suspicionOf(mail(180), [opened(120), opened(60), opened(0)], true)).toBe('none');
  expect(suspicionOf(mail(6, 'c'), [opened(4, { gist: 'b' }), opened(2, { gist: 'a' })], true)).toBe('none');
});
test('thirty answers at once in a row are a machine, whatever they say', () => {
  const chain = Array.from({ length: 31 }, (_, n) => opened(60 - 2 * n, { gist: `${n}` }));
  expect(suspicionOf(mail(62, 'new'), chain, true)).toBe('probe');
});
test('each automatic mail explains one answer', () => {
  const sent = [0, 100, 200].map(seconds => ({ at: after(seconds), sentAt: after(seconds + 1) }));
  expect(reactions([mail(2), mail(3), mail(4)], sent, 'g')).toEqual({ alike: 1, any: 1 });
  expect(reactions([mail(2), mail(102, 'other'), mail(203)], sent, 'g')).toEqual({ alike: 2, any: 3 });
});
test('mails that answer nothing are believed to be a loop later: an admin may have a script', () => {
  const chain = (length: number) => Array.from({ length }, (_, at) => opened(60 - 2 * (at + 1)));
  expect(suspicionOf(mail(60), chain(9), false)).toBe('none');
  expect(suspicionOf(mail(60), chain(10), false)).toBe('probe');
});
