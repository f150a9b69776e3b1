// Where a mail goes that names a ticket, or a mail that never reached us: on that ticket, on another, on a new one.
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { followers } from '../../src/db/schema/followers.ts';
import { mails } from '../../src/db/schema/mails.ts';
import { tickets } from '../../src/db/schema/tickets.ts';
import { setPolicy } from '../../src/directory/organisations.ts';
import { fileMail } from '../../src/filing/file-mail.ts';
import { repeatedBefore } from '../../src/filing/loops/loops.ts';
import { newId } from '../../src/mail/new-id.ts';
import { openDesk, type Result, type Sent, type TestDesk, toWhom, type Written } from '../support/desk.ts';
import * as memory from '../support/memory-desk.ts';

const [ada, bob, kim, eve] = ['ada@clinic.test', 'bob@clinic.test', 'kim@lab.test', 'eve@out.test'];
const [lou, sam] = ['lou@branch.test', 'sam@desk.test'];
let desk: TestDesk;
beforeAll(async () => {
  desk = await openDesk(
    [
      { email: ada, organisation: 'Clinic' },
      { email: bob },
      { email: lou, organisation: 'Clinic' },
      { email: kim, organisation: 'Lab' },
      { email: sam, role: 'agent' },
      { email: 'lea@desk.test', role: 'agent' },
    ],
    { lanes: [] },
  );
});
afterAll(() => desk.close());

let turn = 0;
const open = (more: Partial<Written> = {}) => desk.write({ from: ada, text: `It is down, ${++turn}.`, ...more });
const on = (result: Result, to: string): Sent => ({ ...toWhom(result, ada), to });
const answer = (result: Result, from: string, more: Partial<Written> = {}) =>
  desk.write({ from, text: `Again, ${++turn}.`, answers: on(result, from), ...more });
const set = (number: number, values: Partial<typeof tickets.$inferInsert>) =>
  desk.db.update(tickets).set(values).where(eq(tickets.number, number));
const followUpOf = async ({ ticket }: Result) =>
  (await desk.db.select().from(tickets).where(eq(tickets.number, ticket!)))[0]!.followUpOf;
const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);
const entriesOf = async (number: number) => (await desk.ticket(number)).messages!.map(({ text }) => text);

test('a mail that names no author is held', async () => {
  const { mail, read, bodyHash } = await memory.readable({ mail: { id: newId(), author: null } });
  const { conclusion } = await desk.db.transaction(tx => fileMail(tx, mail, read, { desk: desk.desk, bodyHash }));
  expect(conclusion).toMatchObject({ disposition: 'held', reasons: ['it names no author'] });
});

describe('a closed ticket', () => {
  const closed = async (days: number, more: Partial<Written> = {}) => {
    const result = await open(more);
    await set(result.ticket!, { status: 'closed', statusSince: daysAgo(days) });
    return result;
  };
  test.each<[string, number, string, boolean]>([
    ['of some days is opened again', 13.9, ada, true],
    ['of weeks is not', 14.1, ada, false],
    ['of weeks is opened by an agent', 14.1, sam, true],
  ])('%s', async (_, days, from, isSame) => {
    const before = await closed(days);
    const { disposition, ticket } = await answer(before, from);
    expect([disposition, ticket === before.ticket]).toEqual(isSame ? ['added', true] : ['opened', false]);
  });
  test('has one follow-up, on which all go on, until that is closed for long as well', async () => {
    const before = await closed(30, { cc: bob });
    const first = await answer(before, ada);
    const second = await answer(before, bob);
    expect([second.disposition, second.ticket]).toEqual(['added', first.ticket]);
    await set(first.ticket!, { status: 'closed', statusSince: daysAgo(30) });
    const third = await answer(before, ada);
    expect([third.disposition, third.ticket === first.ticket]).toEqual(['opened', false]);
    expect(await followUpOf(third)).toBe(first.ticket);
    expect((await answer(before, bob)).ticket).toBe(third.ticket);
  });
  test('of another matter opens a new ticket, and no follow-up', async () => {
    const before = await closed(30);
    const other = await answer(before, ada, { text: `#not-this-ticket\nThe fax, ${++turn}.` });
    expect([other.disposition, await followUpOf(other)]).toEqual(['opened', null]);
  });
});

describe('a merge that was undone', () => {
  async function parted() {
    const [one, two] = [await open({ from: kim }), await open()];
    const answers = { ...toWhom(one, kim), to: sam };
    await desk.write({ from: sam, text: `#merge PT-${two.ticket} yes`, answers });
    const undone = await desk.write({ from: sam, text: '#undo', answers: on(two, sam) });
    expect(undone.lines[0]!.kind).toBe('unmerged');
    return { one, two };
  }
  test('leads who was on the one ticket back to it from the other, by the own address only', async () => {
    const { one, two } = await parted();
    const back = await answer(two, kim);
    expect([back.disposition, back.ticket]).toEqual(['added', one.ticket]);
    const stolen = await answer(two, kim, { to: desk.replyAddress(on(two, ada)) });
    expect([stolen.disposition, stolen.sent.map(({ notice }) => notice.kind)]).toEqual(['held', ['held-question']]);
    const agent = await answer(two, sam);
    expect(agent.ticket).toBe(two.ticket);
  });
  test('leads nobody else anywhere: who has an address of a ticket is let onto it', async () => {
    const { two } = await parted();
    const { disposition, ticket } = await answer(two, eve);
    expect([disposition, ticket]).toEqual(['added', two.ticket]);
  });
});

test.each<['removed' | 'barred', (key: string) => [string, string[]]]>([
  ['removed', key => ['held', [`its author is not on ${key}`, 'its requester is asked']]],
  ['barred', key => ['ignored', [`its author is kept out of ${key}`]]],
])('who is %s does not write on the ticket, by the address of another', async (state, expected) => {
  const before = await open();
  await desk.db.insert(followers).values({ ticketNumber: before.ticket!, email: eve, state });
  const { disposition, reasons } = await answer(before, eve, { to: desk.replyAddress(on(before, ada)) });
  expect([disposition, reasons]).toEqual(expected(`PT-${before.ticket}`));
});
test('who was removed does not write on it by the own address either', async () => {
  const before = await open();
  await desk.db.insert(followers).values({ ticketNumber: before.ticket!, email: eve, state: 'removed' });
  expect((await answer(before, eve)).disposition).toBe('held');
});

describe('two answers to a mail that never reached us', () => {
  const named = () => ({ fields: [`In-Reply-To: <gone${++turn}@clinic.test>`] });
  test.each<[string, string, Partial<Written>, boolean]>([
    ['of one domain', bob, {}, true],
    ['of one organisation', lou, {}, true],
    ['of others', kim, {}, false],
    ['of an agent', sam, {}, true],
    ['of one who was let in by hand', bob, { admitted: { released: true } }, false],
    ['with other ids', bob, { fields: ['In-Reply-To: <other@clinic.test>'] }, false],
    ['without one', bob, { fields: [] }, false],
  ])('%s', async (_, from, more, isJoined) => {
    const gone = named();
    const first = await open(gone);
    const second = await open({ from, ...gone, ...more });
    expect([second.disposition, second.ticket === first.ticket]).toEqual(
      isJoined ? ['added', true] : ['opened', false],
    );
    const following = (await desk.ticket(first.ticket!)).followers.map(({ email }) => email);
    expect(following).toEqual(isJoined && from !== sam ? [from] : []);
    const event = `${from} answers the same mail as its requester`;
    expect((await entriesOf(first.ticket!)).includes(event)).toBe(isJoined && from !== sam);
  });
  test('of two strangers to each other the later one finds the ticket of the colleague', async () => {
    const gone = named();
    await open({ from: kim, ...gone });
    const own = await open(gone);
    expect((await open({ from: bob, ...gone })).ticket).toBe(own.ticket);
  });
});

describe('what is said of it', () => {
  test('tables of a reply go to the others, but not those below a command alone', async () => {
    const before = await open();
    const fields = ['Content-Type: text/html'];
    const text = `<p>See, ${++turn}:</p><table><tr><td>Centre</td><td>42</td></tr></table>`;
    const { sent } = await answer(before, ada, { fields, text });
    expect(sent[0]!.notice).toMatchObject({ kind: 'reply', html: expect.stringContaining('<table') });
  });
  test('mails without an id are another where they answer another', async () => {
    const script = { from: ada, text: `By a script, ${++turn}.`, id: '' };
    const about = async (id: string) =>
      (await desk.write({ ...script, fields: [`References: <${id}@x.test>`] })).disposition;
    expect([await about('one'), await about('one'), await about('two')]).toEqual(['opened', 'duplicate', 'opened']);
  });
  test.each([
    [ada, 'requester'],
    [sam, 'agent'],
  ])('the guide goes to %s as %s', async (from, role) => {
    const { sent } = await desk.write({ from, subject: 'help' });
    expect(sent.map(each => [each.to, each.role, each.notice.kind])).toEqual([[from, role, 'help']]);
  });
  test('a new mail is about no other matter', async () => {
    const { lines } = await open({ text: `#not-this-ticket\nThe fax, ${++turn}.` });
    expect(lines).toEqual([{ kind: 'no-such-entry', words: '#not-this-ticket' }]);
  });
});

describe('an agent', () => {
  test.each<[string, string, Partial<Written>, boolean]>([
    ['to us', ada, {}, true],
    ['to its author', ada, { to: ada }, true],
    ['to another person', ada, { to: kim }, false],
    ['to its author and another person', ada, { to: `${ada}, ${kim}` }, true],
    ['of an agent, to another person', sam, { to: kim }, true],
    ['with a copy to an agent', ada, { cc: 'lea@desk.test' }, true],
  ])('answers a mail %s: by %s, %j', async (_, author, more, isFound) => {
    const id = `<own${++turn}@clinic.test>`;
    const before = await open(author === ada ? { id } : {});
    if (author === sam) await answer(before, sam, { id });
    const fields = [`In-Reply-To: ${id}`];
    const { ticket } = await desk.write({ from: sam, text: `Which one, ${turn}?`, fields, ...more });
    expect(ticket === before.ticket).toBe(isFound);
  });
  test.each(['#split', '#not-this-ticket'])('moves the reply that is answered by %s', async words => {
    const before = await open();
    const reply = await answer(before, ada);
    const { lines } = await desk.write({ from: sam, text: words, answers: toWhom(reply, sam) });
    expect(lines[0]!.kind).toBe(words === '#split' ? 'split' : 'separated');
  });
  test('lets a mail that waits for a ticket in, or keeps it out, by the link alone', async () => {
    const before = await open();
    const to = desk.replyAddress(on(before, ada));
    for (const [say, kind] of [
      ['let in', 'let-in'],
      ['keep out', 'kept-out'],
    ] as const) {
      const from = `${say.replace(' ', '')}@out.test`;
      const { id } = await desk.write({ from, text: 'May I?', to });
      const { lines, disposition } = await desk.write({ from: sam, subject: `${say} ${id}` });
      expect([disposition, lines]).toEqual(['ignored', [{ kind, address: from }]]);
    }
  });
});

describe('an answer that comes before the mail that it answers', () => {
  test.each<[string, string, boolean]>([
    ['by who is copied in', bob, true],
    ['by another person', lou, false],
  ])('%s is let in with that mail: %s, %s', async (_, from, isLetIn) => {
    const id = `<late${++turn}@clinic.test>`;
    const fields = [`In-Reply-To: ${id}`];
    const early = await desk.write({ from, cc: ada, text: `Me, too, ${turn}.`, fields });
    expect(early.disposition).toBe('held');
    const { ticket } = await open({ id, cc: bob });
    const filed = (await desk.fileReleased()).filter(result => result.id === early.id);
    expect(filed.map(result => [result.id, result.ticket])).toEqual(isLetIn ? [[early.id, ticket]] : []);
  });
});

test('another matter with a note or a call for help has no pointless command', async () => {
  const before = await open();
  const text = `#not-this-ticket #note #help\nThe fax, ${++turn}.`;
  const { disposition, lines } = await answer(before, ada, { text });
  expect([disposition, lines]).toEqual(['opened', []]);
});

describe('on a thread', () => {
  test('who has a reply in To or Cc hears of it no second time', async () => {
    const before = await open({ cc: bob });
    expect((await answer(before, ada, { cc: bob })).sent.map(each => each.to).toSorted()).toEqual([
      'lea@desk.test',
      sam,
    ]);
  });
  test('an unknown word of a requester is said, and a mail without words is no order', async () => {
    const before = await open();
    const unknown = await answer(before, ada, { text: `#zzzzzzzz\nAgain, ${++turn}.` });
    expect(unknown.lines).toEqual([{ kind: 'not-understood', words: '#zzzzzzzz', nearest: null }]);
    expect((await answer(before, ada, { text: '' })).reasons).toEqual(['a reply on the thread']);
    expect((await answer(before, ada, { text: '#high' })).reasons).toEqual(['commands, and nothing else']);
  });
  test('what a merge says of followers comes before what was not understood; else it comes last', async () => {
    const [other, before] = [await open({ from: kim, cc: eve }), await open()];
    await setPolicy(desk.db, 'Clinic', { followers: ['directory'] });
    const words = '#zzzzzzzz';
    const copied = await answer(before, ada, { cc: eve, text: `${words}\nAgain, ${++turn}.` });
    expect(copied.lines.map(({ kind }) => kind)).toEqual(['not-understood', 'may-not-follow']);
    const answers = { ...toWhom(other, kim), to: sam };
    const merged = await desk.write({ from: sam, text: `#merge PT-${before.ticket} yes\n${words}`, answers });
    expect(merged.lines.map(({ kind }) => kind)).toEqual(['merged', 'may-not-follow', 'not-understood']);
    await setPolicy(desk.db, 'Clinic', { followers: null });
  });
});

test.each<[string, number, Partial<typeof mails.$inferInsert>, boolean]>([
  ['ten minutes ago', -600, {}, true],
  ['longer ago', -601, {}, false],
  ['ten minutes later', 600, {}, true],
  ['later', 601, {}, false],
  ['at once, in other words', 0, { contentHash: 'other' }, false],
  ['at once, twice delivered', 0, { disposition: 'duplicate' }, false],
  ['at once, not filed yet', 0, { disposition: 'pending' }, false],
  ['at once, held', 0, { disposition: 'held' }, true],
])('the same words count where they came %s', async (_, seconds, more, counts) => {
  const facts = await memory.factsOf();
  const contentHash = newId();
  const receivedAt = new Date(Date.parse(facts.mail.receivedAt) + seconds * 1_000);
  const row = { receivedAt, rcptTo: [], size: 1, contentHash, disposition: 'opened' as const, ...more };
  for (const _ of [1, 2]) await desk.db.insert(mails).values({ id: newId(), ...row });
  const found = await desk.db.transaction(tx => repeatedBefore(tx, facts, { contentHash }));
  expect(found).toEqual(counts ? { first: true, ticketNumber: null } : null);
});
