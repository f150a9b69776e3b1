import { expect, test } from 'vitest';
import { createLeases } from '../../src/jobs/leases.ts';
import { leaseMs } from '../../src/outbox/lease.ts';

function clocks() {
  const now = { wall: 1_000_000, steady: 5_000 };
  return { now, read: () => ({ ...now }) };
}
const until = new Date(1_000_000 + leaseMs);

test.each([
  ['both clocks go on', leaseMs, leaseMs],
  ['the machine slept, and only one clock went on', leaseMs, 0],
  ['the clock was set back', -3_600_000, leaseMs],
])('a lease ends after its time: %s', (_, wall, steady) => {
  const { now, read } = clocks();
  const leases = createLeases(read);
  expect(leases.take('a', read(), until)).toBe(true);
  expect(leases.lasts('a', leaseMs - 1)).toBe(true);
  now.wall += wall;
  now.steady += steady;
  expect(leases.lasts('a', 0)).toBe(false);
  expect(leases.ending(leaseMs)).toEqual([]);
  expect(leases.has('a')).toBe(true);
});

test('a lease counts from its question: an answer that comes too late gives none', () => {
  const { now, read } = clocks();
  const leases = createLeases(read);
  const asked = read();
  now.steady += leaseMs;
  expect(leases.take('a', asked, until)).toBe(false);
  expect(leases.has('a')).toBe(false);
});

test('a row is taken once until it is forgotten', () => {
  const { read } = clocks();
  const leases = createLeases(read);
  expect(leases.take('a', read(), until)).toBe(true);
  expect(leases.take('a', read(), until)).toBe(false);
  leases.forget('a');
  expect(leases.take('a', read(), until)).toBe(true);
});

test('a renewal counts from its own question, and what it did not renew is lost', () => {
  const { now, read } = clocks();
  const leases = createLeases(read);
  for (const id of ['a', 'b']) leases.take(id, read(), until);
  now.steady += leaseMs - 2_000;
  now.wall += leaseMs - 2_000;
  expect(leases.ending(3_000)).toEqual([
    { id: 'a', until },
    { id: 'b', until },
  ]);
  const asked = read();
  now.steady += 1_000;
  const later = new Date(until.getTime() + 8_000);
  leases.renewed(['a', 'b'], asked, new Map([['a', later]]));
  expect([leases.lasts('a', leaseMs - 1_001), leases.lasts('a', leaseMs - 999)]).toEqual([true, false]);
  expect(leases.has('b')).toBe(false);
  // What was forgotten meanwhile does not come back.
  leases.forget('a');
  leases.renewed(['a'], asked, new Map([['a', later]]));
  expect(leases.has('a')).toBe(false);
});
