import { afterEach, describe, expect, test } from 'vitest';
import { maxFollowers, whoMayFollow } from '../../src/actions/who-may-follow.ts';
import { followersAllowedBy, setPolicy } from '../../src/directory/organisations.ts';
import type { Address } from '../../src/mail/address.ts';
import { openDesk, type TestDesk, toWhom } from '../support/desk.ts';

const ada = 'ada@clinic.test';
let desk: TestDesk;
afterEach(() => desk?.close());

const people = [
  { email: ada, role: 'admin' as const },
  { email: 'bob@clinic.test', role: 'admin' as const },
];
const follow = async (followers: string[], cc: string, coveredFields?: string[]) => {
  desk = await openDesk(people, { followers });
  const result = await desk.write({
    from: ada,
    text: 'Down.',
    cc,
    ...(coveredFields ? { admitted: { coveredFields } } : {}),
  });
  return { ...result, followers: (await desk.ticket(result.ticket!)).followers.map(({ email }) => email) };
};

test('anyone who is copied in follows; we ourselves, lists and programs never', async () => {
  const cc =
    'x@lab.test, support@mx.test, support+zz@mx.test, no-reply@x.test, staff-request@x.test, owner-l@x.test, postmaster@x.test';
  expect((await follow(['anyone'], cc)).followers).toEqual(['x@lab.test']);
});
test('only people in the directory follow, and the author is told of the others', async () => {
  const { followers, lines } = await follow(['directory'], 'bob@clinic.test, x@lab.test');
  expect(followers).toEqual(['bob@clinic.test']);
  expect(lines).toEqual([{ kind: 'may-not-follow', names: 'x@lab.test' }]);
});
test('only these domains, and the directory', async () => {
  const { followers } = await follow(['lab.test'], 'bob@clinic.test, x@lab.test, y@sub.lab.test, z@evil.test');
  expect(followers).toEqual(['bob@clinic.test', 'x@lab.test']);
});
describe('an organisation with its own rule', () => {
  const members = [
    { email: ada, role: 'admin' as const, organisation: 'Clinic of the Lakes' },
    { email: 'bob@clinic.test', role: 'admin' as const, organisation: 'Clinic of the Lakes' },
    { email: 'eva@other.test', role: 'admin' as const, organisation: 'Other' },
    { email: 'sam@desk.test', role: 'agent' as const },
  ];
  const cc = 'bob@clinic.test, x@lab.test, y@evil.test';
  const followersOf = async (from: string, text = `Down at ${from}.`) => {
    const { ticket } = await desk.write({ from, text, subject: text, cc });
    return (await desk.ticket(ticket!)).followers.map(({ email }) => email);
  };
  test('decides for its tickets; the setting for all others', async () => {
    desk = await openDesk(members, { followers: ['directory'] });
    await setPolicy(desk.db, ' clinic of the LAKES', { followers: ['lab.test'] });
    expect(await followersOf(ada)).toEqual(['bob@clinic.test', 'x@lab.test']);
    expect(await followersOf('eva@other.test')).toEqual(['bob@clinic.test']);
    await setPolicy(desk.db, 'Clinic of the Lakes', { followers: ['anyone'] });
    expect(await followersOf(ada, 'again')).toEqual(['bob@clinic.test', 'x@lab.test', 'y@evil.test']);
    await setPolicy(desk.db, 'Clinic of the Lakes', { followers: null });
    expect(await followersOf(ada, 'once more')).toEqual(['bob@clinic.test']);
    expect(await desk.db.transaction(tx => followersAllowedBy(tx, 'Clinic of the Lakes'))).toBe(null);
  });
  test('also for later mail on its ticket, agents’ too', async () => {
    desk = await openDesk(members, { followers: ['anyone'] });
    await setPolicy(desk.db, 'Clinic of the Lakes', { followers: ['directory'] });
    const opened = await desk.write({ from: ada, text: 'Down.' });
    const answered = await desk.write({
      from: 'sam@desk.test',
      text: 'Ask them.',
      answers: toWhom(opened, 'sam@desk.test'),
      cc,
    });
    expect((await desk.ticket(opened.ticket!)).followers.map(({ email }) => email)).toEqual(['bob@clinic.test']);
    expect(answered.reasons.join()).toContain('not added as followers: x@lab.test, y@evil.test');
  });
});
test('a follower from outside the directory is an event with its author; one in the directory is none', async () => {
  const { ticket } = await follow(['anyone'], 'bob@clinic.test, x@lab.test, y@lab.test');
  const events = (await desk.ticket(ticket!)).messages!.filter(({ kind }) => kind === 'event');
  expect(events.map(({ author, text }) => [author?.email, text])).toEqual([
    [ada, 'copied in from outside the directory: x@lab.test, y@lab.test'],
  ]);
});
test('people in To or Cc have the mail, and do not get it from us again', async () => {
  const opened = await follow(['anyone'], 'x@lab.test, y@lab.test');
  const { sent } = await desk.write({ from: ada, text: 'News.', answers: toWhom(opened, ada), cc: 'x@lab.test' });
  expect(sent.map(({ to }) => to)).toEqual(['y@lab.test']);
});
test.each([
  [maxFollowers - 1, maxFollowers - 1, 0],
  [maxFollowers, maxFollowers, 0],
  [maxFollowers + 1, maxFollowers, 1],
])('of %i copied in %i follow, and %i are told of', async (copied, following, left) => {
  const cc = Array.from({ length: copied }, (_, n) => `p${n}@lab.test`).join(', ');
  const { followers, lines, ...opened } = await follow(['anyone'], cc);
  expect(followers).toHaveLength(following);
  expect(lines).toEqual(left === 0 ? [] : [{ kind: 'too-many-followers', left, most: maxFollowers }]);
  // One more, later: there is room for him below the cap alone.
  await desk.write({ from: ada, text: 'News.', answers: toWhom({ ...opened, lines }, ada), cc: 'late@lab.test' });
  expect((await desk.ticket(opened.ticket!)).followers).toHaveLength(Math.min(copied + 1, maxFollowers));
});
test('an author is told once of each person who may not follow, below the other feedback', async () => {
  desk = await openDesk([...people, { email: 'sam@desk.test', role: 'agent' as const }], { followers: ['directory'] });
  const opened = await desk.write({ from: ada, text: 'Down.', cc: 'x@lab.test' });
  const answer = (from: string, text: string, cc: string) =>
    desk.write({ from, text, answers: toWhom(opened, from), cc });
  expect((await answer(ada, 'News.', 'x@lab.test')).lines).toEqual([]);
  expect((await answer(ada, 'More.', 'x@lab.test, y@lab.test')).lines).toEqual([
    { kind: 'may-not-follow', names: 'y@lab.test' },
  ]);
  expect((await answer(ada, 'Still.', 'x@lab.test, y@lab.test')).lines).toEqual([]);
  const bySam = await answer('sam@desk.test', '#pending\nWe look.', 'x@lab.test, y@lab.test');
  expect(bySam.lines.map(({ kind }) => kind)).toEqual(['changed', 'may-not-follow']);
  expect((await answer('sam@desk.test', 'It is mended.', 'y@lab.test')).lines).toEqual([]);
});
test('each person beyond the limit is named once', async () => {
  const cc = Array.from({ length: 49 }, (_, n) => `p${n}@lab.test`);
  const opened = await follow(['anyone'], cc.join(', '));
  const answer = async (text: string) =>
    (await desk.write({ from: ada, text, answers: toWhom(opened, ada), cc: cc.join(', ') })).lines;
  expect(await answer('News.')).toEqual([]);
  cc.push('late@lab.test');
  expect(await answer('More.')).toEqual([{ kind: 'too-many-followers', left: 1, most: maxFollowers }]);
  expect(await answer('Still.')).toEqual([]);
});
test('a person copied in by bare address gets the name in the directory', async () => {
  desk = await openDesk([
    ...people,
    { email: 'eva@clinic.test', role: 'admin' as const, name: 'Eva Weiss' },
    { email: '@lab.test', role: 'admin' as const, name: 'Laboratory' },
  ]);
  const cc = 'eva@clinic.test, x@lab.test, Robert <bob@clinic.test>';
  const { ticket } = await desk.write({ from: ada, text: 'Down.', cc });
  expect((await desk.ticket(ticket!)).followers).toEqual([
    { email: 'bob@clinic.test', name: 'Robert' },
    { email: 'eva@clinic.test', name: 'Eva Weiss' },
    { email: 'x@lab.test', name: null },
  ]);
});
test('a person copied in later is told by whom', async () => {
  desk = await openDesk([...people, { email: 'sam@desk.test', role: 'agent' as const }], { followers: ['anyone'] });
  const opened = await desk.write({ from: ada, text: 'Down.', cc: 'x@lab.test' });
  const news = async (from: string, cc: string) => {
    const { sent } = await desk.write({ from, text: `See ${cc}.`, answers: toWhom(opened, from), cc });
    return sent.find(({ to }) => to === cc)?.notice;
  };
  expect(toWhom(opened, 'x@lab.test').notice).toEqual({ kind: 'opened', outside: true });
  expect(await news(ada, 'y@lab.test')).toEqual({ kind: 'opened', outside: true });
  expect(await news('sam@desk.test', 'z@lab.test')).toMatchObject({ kind: 'opened', by: { address: 'sam@desk.test' } });
});
test('48 at most, with a note', async () => {
  const cc = Array.from({ length: 60 }, (_, n) => `p${n}@lab.test`).join(', ');
  const { followers, lines } = await follow(['anyone'], cc);
  expect(followers.length).toBe(48);
  expect(lines).toEqual([{ kind: 'too-many-followers', left: 12, most: 48 }]);
});
test('a Cc that the signature does not cover adds no followers', async () => {
  expect((await follow(['anyone'], 'x@evil.test', ['from', 'subject', 'to'])).followers).toEqual([]);
});
describe('the rule by itself', () => {
  const rules = {
    followers: ['anyone'],
    inDirectory: () => false,
    known: new Set<Address>(),
    absent: new Set<Address>(),
    following: 0,
  };
  const mailbox = (address: string) => ({ address: address as Address, name: '' });
  test.each([
    ['noreply@x.test'],
    ['no-reply+1@x.test'],
    ['MAILER-DAEMON@x.test'.toLowerCase()],
    ['bounces+12@x.test'],
    ['l-bounces@x.test'],
    ['majordomo@x.test'],
  ])('%s never follows', address => expect(whoMayFollow([mailbox(address)], rules).follow).toEqual([]));
  test('where there are more than may be already, as after a merge, nobody else does', () => {
    for (const following of [maxFollowers - 1, maxFollowers, maxFollowers + 1])
      expect(whoMayFollow([mailbox('info@x.test')], { ...rules, following }).surplus.length).toBe(
        following < maxFollowers ? 0 : 1,
      );
  });
  test.each([['info@x.test'], ['ownership@x.test'], ['requester@x.test'], ['helpdesk@x.test'], ['support@x.test']])(
    '%s may',
    address => expect(whoMayFollow([mailbox(address)], rules).follow.length).toBe(1),
  );
});
