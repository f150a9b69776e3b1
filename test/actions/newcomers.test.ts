// People from outside the directory: how many may be copied in, what they are told, and who may add them.
import { afterEach, describe, expect, test } from 'vitest';
import { compose } from '../../src/delivery/compose.ts';
import { loadTemplates } from '../../src/delivery/templates/templates.ts';
import type { OutgoingMail } from '../../src/desk/notice.ts';
import type { NewcomerLimits } from '../../src/desk/rules.ts';
import { openDesk, type Result, type TestDesk, toWhom } from '../support/desk.ts';

const [ada, bob, sam, lea] = ['ada@clinic.test', 'bob@clinic.test', 'sam@desk.test', 'lea@desk.test'];
let desk: TestDesk;
afterEach(() => desk.close());

const limits: NewcomerLimits = { perMail: 3, perTicketDay: 4, threadsPerDay: 2, perDay: 7 };
const open = async (newcomers = limits) => {
  desk = await openDesk(
    [
      { email: ada, role: 'admin', name: 'Ada' },
      { email: bob, role: 'admin' },
      { email: sam, role: 'agent', name: 'Sam' },
      { email: lea, role: 'agent', name: 'Lea' },
    ],
    { newcomers },
  );
};
let count = 0;
const people = (many: number) => Array.from({ length: many }, () => `p${++count}@out.test`);
const request = (cc: readonly string[], from = ada) =>
  desk.write({ from, text: `Down, ${++count}.`, cc: cc.join(', ') });
const followers = async ({ ticket }: Result) => (await desk.ticket(ticket!)).followers.map(({ email }) => email);

describe('limits', () => {
  test('of one mail: the rest waits, the author is told, and one answer of an agent adds them', async () => {
    await open();
    const copied = people(5);
    const opened = await request(copied);
    expect(await followers(opened)).toEqual(copied.slice(0, 3));
    expect(opened.lines).toContainEqual({ kind: 'newcomers-wait', names: copied.slice(3).join(', ') });
    const asked = toWhom(opened, sam, 'warning');
    expect(asked.notice).toMatchObject({ about: 'newcomers', why: `#follow ${copied.slice(3).join(' ')}` });
    const decided = await desk.write({ from: sam, text: `#follow ${copied.slice(3).join(' ')}`, answers: asked });
    expect(decided.lines).toContainEqual({ kind: 'followed', names: copied.slice(3).join(', ') });
    expect((await followers(opened)).toSorted()).toEqual(copied.toSorted());
  });
  test('of a ticket in a day, of one person in a day, and of all', async () => {
    await open();
    const opened = await request(people(3));
    const reply = await desk.write({
      from: ada,
      text: 'And these.',
      answers: toWhom(opened, ada),
      cc: people(3).join(', '),
    });
    expect(await followers(opened)).toHaveLength(limits.perTicketDay);
    expect(reply.lines[0]?.kind).toBe('newcomers-wait');
    const [one] = people(1);
    for (let thread = 0; thread < limits.threadsPerDay; thread += 1)
      expect(await followers(await request([one!]))).toEqual([one]);
    expect(await followers(await request([one!]))).toEqual([]);
    expect(await followers(await request(people(2)))).toHaveLength(
      limits.perDay - limits.perTicketDay - limits.threadsPerDay,
    );
  });
  test('none for agents, nor for people of the directory', async () => {
    await open();
    const opened = await request([bob]);
    const many = people(6);
    await desk.write({ from: sam, text: 'They know it.', answers: toWhom(opened, sam), cc: many.join(', ') });
    expect((await followers(opened)).toSorted()).toEqual([bob, ...many].toSorted());
  });
});

test('a follower from outside the directory adds no follower', async () => {
  await open();
  const [eve, mallory] = people(2);
  const opened = await request([eve!]);
  await desk.write({ from: eve!, text: 'Me, too.', answers: toWhom(opened, eve!), cc: mallory! });
  expect(await followers(opened)).toEqual([eve]);
});

test('the first mail to a newcomer contains no words of the author', async () => {
  await open();
  const [eve] = people(1);
  const opened = await desk.write({
    from: ada,
    subject: 'WIN A PRIZE at evil.test',
    text: 'Click evil.test now',
    cc: `"Dear winner, evil.test" <${eve}>`,
  });
  const sent = toWhom(opened, eve!) as unknown as OutgoingMail & { recipientName: string | null };
  const mail = compose(
    {
      ...sent,
      from: { address: 'support@mx.test' as never, name: '' },
      recipient: { address: eve as never, name: sent.recipientName ?? '' },
      replyTo: 'support@mx.test' as never,
      returnPath: null,
      date: new Date().toISOString(),
      unfollowUrl: null,
    },
    loadTemplates(null),
  );
  const raw = JSON.stringify(mail);
  expect(raw).toContain('support@mx.test');
  expect(raw).not.toMatch(/prize|evil|click|winner/i);
});

describe('the people of a mail who are on the ticket anyway', () => {
  test('hear of a change although they stand in To, and agents follow nothing', async () => {
    await open();
    const opened = await request([]);
    const to = `${desk.replyAddress(toWhom(opened, sam))}, ${ada}, ${lea}`;
    const resolved = await desk.write({
      from: sam,
      text: '#resolved\nIt runs again.',
      answers: toWhom(opened, sam),
      to,
      rcptTo: [desk.replyAddress(toWhom(opened, sam))],
    });
    const told = resolved.sent.filter(({ notice }) => notice.kind === 'change').map(({ to }) => to);
    expect(told.toSorted()).toEqual([ada, lea]);
    expect(await followers(opened)).toEqual([]);
  });
});

describe('a merge over two organisations', () => {
  test('waits for a yes, and names the readers of both tickets', async () => {
    await open({ perMail: 10, perTicketDay: 20, threadsPerDay: 3, perDay: 200 });
    const [eve] = people(1);
    const first = await request([eve!]);
    await desk.close();
    desk = await openDesk([
      { email: ada, role: 'admin', organisation: 'Lakes' },
      { email: 'olga@lab.test', role: 'admin', organisation: 'Lab' },
      { email: sam, role: 'agent' },
    ]);
    expect(first.disposition).toBe('opened');
    const lakes = await request([]);
    const lab = await desk.write({ from: 'olga@lab.test', text: 'Mine.', cc: eve! });
    const merge = (words: string) => desk.write({ from: sam, text: words, answers: toWhom(lakes, sam) });
    const asked = await merge(`#merge PT-${lab.ticket}`);
    expect(asked.lines).toEqual([
      { kind: 'merge-asks', key: `PT-${lab.ticket}`, here: ada, there: `olga@lab.test, ${eve}` },
    ]);
    expect((await desk.ticket(lakes.ticket!)).status).toBe('new');
    expect((await merge(`#merge PT-${lab.ticket} yes`)).lines[0]).toEqual({ kind: 'merged', key: `PT-${lab.ticket}` });
  });
});
