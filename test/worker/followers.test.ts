import { afterEach, describe, expect, test } from 'vitest';
import type { Address } from '../../src/mail/address.ts';
import { whoMayFollow } from '../../src/worker/who-may-follow.ts';
import { openDesk, type TestDesk } from '../support/desk.ts';

const ada = 'ada@clinic.test';
let desk: TestDesk;
afterEach(() => desk?.close());

const people = [
  { email: ada, role: 'admin' as const },
  { email: 'bob@clinic.test', role: 'admin' as const },
];
const follow = async (followers: string[], cc: string, vouched?: string[]) => {
  desk = await openDesk(people, { followers });
  const result = await desk.write({ from: ada, text: 'Down.', cc, ...(vouched ? { admitted: { vouched } } : {}) });
  return { ...result, followers: (await desk.ticket(result.ticket!)).followers.map(({ email }) => email) };
};

test('anyone who is copied in follows; we ourselves, lists and programs never', async () => {
  const cc =
    'x@lab.test, support@mx.test, support+zz@mx.test, no-reply@x.test, staff-request@x.test, owner-l@x.test, postmaster@x.test';
  expect((await follow(['anyone'], cc)).followers).toEqual(['x@lab.test']);
});
test('only the directory, and who was left out is said', async () => {
  const { followers, lines } = await follow(['directory'], 'bob@clinic.test, x@lab.test');
  expect(followers).toEqual(['bob@clinic.test']);
  expect(lines).toEqual([{ kind: 'may-not-follow', names: 'x@lab.test' }]);
});
test('only these domains, and the directory', async () => {
  const { followers } = await follow(['lab.test'], 'bob@clinic.test, x@lab.test, y@sub.lab.test, z@evil.test');
  expect(followers).toEqual(['bob@clinic.test', 'x@lab.test']);
});
test('48 at most, with a note', async () => {
  const cc = Array.from({ length: 60 }, (_, n) => `p${n}@lab.test`).join(', ');
  const { followers, lines } = await follow(['anyone'], cc);
  expect(followers.length).toBe(48);
  expect(lines).toEqual([{ kind: 'too-many-followers', left: 12, most: 48 }]);
});
test('a Cc that the signature does not cover adds nobody', async () => {
  expect((await follow(['anyone'], 'x@evil.test', ['from', 'subject', 'to'])).followers).toEqual([]);
});
describe('the rule by itself', () => {
  const rules = { followers: ['anyone'], inDirectory: () => false, known: new Set<Address>(), following: 0 };
  const mailbox = (address: string) => ({ address: address as Address, name: '' });
  test.each([
    ['noreply@x.test'],
    ['no-reply+1@x.test'],
    ['MAILER-DAEMON@x.test'.toLowerCase()],
    ['bounces+12@x.test'],
    ['l-bounces@x.test'],
    ['majordomo@x.test'],
  ])('%s never follows', address => expect(whoMayFollow([mailbox(address)], rules).follow).toEqual([]));
  test.each([['info@x.test'], ['ownership@x.test'], ['requester@x.test'], ['helpdesk@x.test'], ['support@x.test']])(
    '%s may',
    address => expect(whoMayFollow([mailbox(address)], rules).follow.length).toBe(1),
  );
});
