// Undo of every command, and what the threads are worth afterwards.
import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { tickets } from '../../src/db/schema/tickets.ts';
import { setPolicy } from '../../src/directory/organisations.ts';
import { openDesk, type Result, type Sent, type TestDesk, toWhom } from '../support/desk.ts';

const [ada, bob, eve] = ['ada@clinic.test', 'bob@clinic.test', 'eve@lab.test'];
const [sam, lea] = ['sam@desk.test', 'lea@desk.test'];
let desk: TestDesk;
let first: Result;
let second: Result;
let openings = 0;

beforeAll(async () => {
  desk = await openDesk([
    { email: ada, role: 'admin', instances: ['tt_lakes', 'tt_hills'] },
    { email: bob, role: 'admin' },
    { email: 'dan@lakes.test', role: 'admin', organisation: 'Lakes' },
    { email: 'olga@lab.test', role: 'admin', organisation: 'Lab' },
    { email: sam, role: 'agent', name: 'Sam' },
    { email: lea, role: 'agent', name: 'Lea' },
  ]);
});
afterAll(() => desk.close());
beforeEach(async () => {
  first = await desk.write({ from: ada, subject: 'Portal', text: `It is down, ${++openings}.`, cc: eve });
  second = await desk.write({ from: bob, subject: 'Login', text: `Nobody gets in, ${openings}.` });
});

const order = (from: string, on: Result, text: string) => desk.write({ from, text, answers: toWhom(on, from) });
const merge = (from: string, on: Result, into: Result) => order(from, on, `#merge PT-${into.ticket}`);
/** Also where the two belong to different organisations. */
const mergeAll = (from: string, on: Result, into: Result) => order(from, on, `#merge PT-${into.ticket} yes`);
const row = async ({ ticket }: Result) => (await desk.db.select().from(tickets).where(eq(tickets.number, ticket!)))[0]!;
const texts = async ({ ticket }: Result) => (await desk.ticket(ticket!)).messages!.map(({ text }) => text);
const followers = async ({ ticket }: Result) => (await desk.ticket(ticket!)).followers.map(({ email }) => email);
const kinds = ({ sent }: Result) => sent.map(({ to, notice }) => `${notice.kind} to ${to}`).sort();
const lastTo = async (address: string, ticketNumber: number | null): Promise<Sent> =>
  (await desk.sentMail()).filter(sent => sent.to === address && sent.ticketNumber === ticketNumber).at(-1)!;

describe('a field', () => {
  test.each([
    ['#pending', { status: 'new' }],
    ['#priority urgent', { priority: null }],
    ['#instance tt_hills', { instance: null }],
    ['#assign lea@desk.test', { assignee: null }],
    ['#closed\n#low\n#assign lea@desk.test', { status: 'new', priority: null, assignee: null }],
  ])('%s', async (command, before) => {
    await order(sam, first, command);
    const { lines } = await order(sam, first, '#undo');
    expect(new Set(lines.map(({ kind }) => kind))).toEqual(new Set(['undone']));
    expect(await row(first)).toMatchObject(before);
    expect((await order(sam, first, '#undo')).lines).toEqual([{ kind: 'nothing-to-undo' }]);
  });
  test('an instance that the directory knew is still known', async () => {
    await order(sam, first, '#instance tt_lakes');
    await order(sam, first, '#instance elsewhere');
    await order(sam, first, '#undo');
    expect(await row(first)).toMatchObject({ instance: 'tt_lakes', instanceKnown: true });
  });
});

describe('a merge where not everybody may follow', () => {
  afterEach(() => setPolicy(desk.db, 'Lakes', { followers: null }));
  const [dan, olga] = ['dan@lakes.test', 'olga@lab.test'];
  const openAtLakes = (cc: string) => desk.write({ from: dan, subject: 'Agenda', text: `Empty, ${openings}.`, cc });

  test('moves the requester and allowed followers; the agent and the others are told; undo moves all back', async () => {
    await setPolicy(desk.db, 'Lakes', { followers: ['directory'] });
    const lakes = await openAtLakes(bob);
    const open = await desk.write({ from: olga, subject: 'Mine', text: `I do, ${openings}.`, cc: `${eve}, ${ada}` });
    expect(open.disposition).toBe('opened');
    const merged = await mergeAll(sam, open, lakes);
    expect(merged.lines).toEqual([
      { kind: 'merged', key: `PT-${lakes.ticket}` },
      { kind: 'may-not-follow', names: eve },
    ]);
    expect((await followers(lakes)).sort()).toEqual([ada, bob, olga].sort());
    const follows = merged.sent.flatMap(({ to, notice }) =>
      notice.kind === 'closed' ? [[to, notice.follows !== false]] : [],
    );
    expect(Object.fromEntries(follows)).toEqual({ [olga]: true, [ada]: true, [lea]: true, [eve]: false });
    const undone = await order(sam, lakes, '#undo');
    expect(kinds(undone)).toEqual([...[olga, ada, lea, eve].map(to => `parted to ${to}`), `done to ${sam}`].sort());
    expect([(await followers(open)).sort(), await followers(lakes)]).toEqual([[ada, eve].sort(), [bob]]);
  });
  test('leaves out followers beyond the limit', async () => {
    const lakes = await openAtLakes(Array.from({ length: 46 }, (_, n) => `p${n}@lab.test`).join(', '));
    const open = await desk.write({
      from: ada,
      subject: 'Mine',
      text: `Me, ${openings}.`,
      cc: `${eve}, ${bob}, ${olga}`,
    });
    const { lines } = await mergeAll(sam, open, lakes);
    expect(lines).toEqual([
      { kind: 'merged', key: `PT-${lakes.ticket}` },
      { kind: 'too-many-followers', left: 2, most: 48 },
    ]);
    const now = await followers(lakes);
    expect([now.length, now.includes(ada)]).toEqual([48, true]);
    await order(sam, lakes, '#undo');
    expect([(await followers(lakes)).length, (await followers(open)).length]).toEqual([46, 3]);
  });
});

describe('a merge', () => {
  test('everything goes back, everyone on that thread is told once, and both threads go where they belong', async () => {
    await order(sam, first, '#pending');
    await merge(sam, first, second);
    const meanwhile = await desk.write({ from: lea, text: 'Which browser?', answers: toWhom(second, lea) });
    const undone = await order(sam, second, '#undo');
    expect(undone.lines).toEqual([
      { kind: 'unmerged', key: `PT-${first.ticket}` },
      { kind: 'stay-here', count: 1 },
    ]);
    expect(kinds(undone)).toEqual([`done to ${sam}`, `parted to ${ada}`, `parted to ${eve}`, `parted to ${lea}`]);
    expect(await row(first)).toMatchObject({ status: 'pending', mergedInto: null });
    expect((await texts(first))[0]).toBe(`It is down, ${openings}.`);
    expect((await texts(second)).filter(text => text.startsWith('It is down'))).toEqual([]);
    expect([await followers(first), await followers(second)]).toEqual([[eve], []]);
    for (const [from, on, home] of [
      [ada, first, first],
      [bob, second, second],
      // What they had from the other thread meanwhile is answered at an address of that one.
      [ada, meanwhile, first],
      [eve, meanwhile, first],
    ] as const) {
      const reply = await desk.write({ from, text: `More, from ${from}.`, answers: toWhom(on, from) });
      expect([reply.disposition, reply.ticket], from).toEqual(['added', home.ticket]);
    }
    const { messageId } = toWhom(meanwhile, ada);
    const bare = await desk.write({ from: ada, text: 'By its id alone.', fields: [`In-Reply-To: ${messageId}`] });
    expect(bare.ticket).toBe(first.ticket);
    expect((await order(sam, second, '#undo')).lines).toEqual([{ kind: 'nothing-to-undo' }]);
  });
  test('people who wrote on the other ticket since still follow it, since their entries stay', async () => {
    await merge(sam, first, second);
    await desk.write({ from: eve, text: 'I see it, too.', answers: toWhom(first, eve) });
    const { lines } = await order(sam, first, '#undo');
    expect(lines).toContainEqual({ kind: 'stay-here', count: 1 });
    expect([await followers(first), await followers(second)]).toEqual([[eve], [eve]]);
    expect(await texts(second)).toContain('I see it, too.');
  });
  test('mail that waited for the requester to let its author in waits there again', async () => {
    const to = desk.replyAddress(toWhom(first, ada));
    await desk.write({ from: 'zoe@lab.test', text: 'May I?', to });
    const question = await lastTo(ada, first.ticket);
    await merge(sam, first, second);
    await order(sam, second, '#undo');
    const said = await desk.write({ from: ada, text: 'let in', answers: question });
    expect(said.lines).toEqual([{ kind: 'let-in', address: 'zoe@lab.test' }]);
    expect((await desk.fileReleased()).map(({ ticket }) => ticket)).toEqual([first.ticket]);
  });
  test('of merges one after another the last is undone first', async () => {
    const third = await desk.write({ from: bob, subject: 'Logo', text: `It is blue, ${openings}.` });
    await merge(sam, first, second);
    await merge(lea, second, third);
    expect((await order(sam, third, '#undo')).lines).toEqual([{ kind: 'changed-since' }]);
    expect((await order(lea, third, '#undo')).lines[0]).toEqual({ kind: 'unmerged', key: `PT-${second.ticket}` });
    expect((await order(sam, second, '#undo')).lines[0]).toEqual({ kind: 'unmerged', key: `PT-${first.ticket}` });
    for (const [result, from] of [
      [first, ada],
      [second, bob],
      [third, bob],
    ] as const) {
      expect((await row(result)).mergedInto).toBe(null);
      expect((await order(from, result, 'Here?')).ticket).toBe(result.ticket);
    }
  });
  test('and made again', async () => {
    await merge(sam, first, second);
    await order(sam, second, '#undo');
    expect((await merge(sam, first, second)).lines).toEqual([{ kind: 'merged', key: `PT-${second.ticket}` }]);
    expect((await order(sam, second, '#undo')).lines[0]).toEqual({ kind: 'unmerged', key: `PT-${first.ticket}` });
    expect(await row(first)).toMatchObject({ mergedInto: null, status: 'new' });
  });
});

describe('merges that make no sense, or go round', () => {
  test('into itself, back again, and into what was merged into it', async () => {
    const into = `PT-${first.ticket}`;
    expect((await merge(sam, first, first)).lines).toEqual([{ kind: 'same', words: `#merge ${into}` }]);
    await merge(sam, first, second);
    expect((await merge(sam, second, first)).lines).toEqual([{ kind: 'same', words: `#merge ${into}` }]);
    expect((await row(second)).mergedInto).toBe(null);
  });
  test('into a closed one: it stays closed, and a reply opens it', async () => {
    await order(sam, second, '#closed');
    await merge(sam, first, second);
    expect((await row(second)).status).toBe('closed');
    const reply = await order(ada, first, 'Still down.');
    expect([reply.ticket, (await row(second)).status]).toEqual([second.ticket, 'open']);
  });
  test('a chain of fifteen: mail for the first lands on the last', async () => {
    let last = first;
    for (let n = 0; n < 15; n += 1) {
      const next = await desk.write({ from: bob, subject: `Part ${n}`, text: `Matter number ${n} of ${openings}.` });
      await merge(sam, last, next);
      last = next;
    }
    const reply = await order(ada, first, 'Any news?');
    expect([reply.disposition, reply.ticket]).toEqual(['added', last.ticket]);
  });
  test('two that cross at the same time: one is done, nothing is lost', async () => {
    const crossing = await Promise.allSettled([merge(sam, first, second), merge(lea, second, first)]);
    expect(crossing.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThan(0);
    const ends = [(await row(first)).mergedInto, (await row(second)).mergedInto];
    expect(ends.filter(end => end !== null)).toHaveLength(1);
    const living = ends[0] === null ? first : second;
    expect((await order(ada, first, 'Here.')).ticket).toBe(living.ticket);
    expect((await order(bob, second, 'And here.')).ticket).toBe(living.ticket);
  });
});

describe('a split', () => {
  const splitOff = async (command: string) => {
    const reply = await order(eve, first, 'And my invoice is wrong.');
    const split = await desk.write({ from: sam, text: command, answers: toWhom(reply, sam) });
    const own = Number(/\d+/.exec((split.lines[0] as { key: string }).key)![0]);
    return { reply, split, own };
  };
  test.each(['#split', '#not-this-ticket'])('%s: the reply comes back, and so does its thread', async command => {
    const { reply, split, own } = await splitOff(command);
    expect(await texts(first)).not.toContain('And my invoice is wrong.');
    const more = await desk.write({ from: eve, text: 'It is number 7.', answers: toWhom(split, eve) });
    expect(more.ticket).toBe(own);
    const undone = await desk.write({ from: sam, text: '#undo', answers: toWhom(reply, sam) });
    expect(undone.lines).toEqual([{ kind: 'unsplit', key: `PT-${own}` }]);
    expect(kinds(undone)).toContain(`closed to ${eve}`);
    const entries = (await desk.ticket(first.ticket!)).messages!;
    expect(entries.find(({ text }) => text === 'And my invoice is wrong.')?.kind).toBe('reply');
    expect(entries.map(({ text }) => text)).toContain('It is number 7.');
    const late = await desk.write({ from: eve, text: 'Paid now.', answers: toWhom(split, eve) });
    expect([late.disposition, late.ticket]).toEqual(['added', first.ticket]);
    const nothing = await desk.write({ from: sam, text: '#undo', answers: toWhom(reply, sam) });
    expect(nothing.lines).toEqual([{ kind: 'nothing-to-undo' }]);
  });
  test('undone from the ticket that it made, and made again', async () => {
    const { split, own } = await splitOff('#split');
    const told = await lastTo(lea, own);
    expect(told.notice.kind).toBe('new-ticket');
    const undone = await desk.write({ from: sam, text: '#undo', answers: { ...told, to: sam } });
    expect([undone.ticket, undone.lines]).toEqual([first.ticket, [{ kind: 'unsplit', key: `PT-${own}` }]]);
    const again = await desk.write({ from: sam, text: '#split', answers: toWhom(split, sam) });
    expect(again.lines[0]?.kind).toBe('no-such-entry');
  });
  test('not where it has been merged with something else', async () => {
    const { reply, own } = await splitOff('#split');
    const told = await lastTo(lea, own);
    await desk.write({ from: lea, text: `#merge PT-${second.ticket} yes`, answers: told });
    const undo = await desk.write({ from: sam, text: '#undo', answers: toWhom(reply, sam) });
    expect(undo.lines).toEqual([{ kind: 'changed-since' }]);
  });
  test('of the first message there is none, and that is said', async () => {
    expect((await order(sam, first, '#split')).lines).toEqual([{ kind: 'no-such-entry', words: '#split' }]);
    expect((await texts(first))[0]).toBe(`It is down, ${openings}.`);
  });
});

test('an act that cannot be undone is reported, and undo does not reach past it', async () => {
  await order(sam, first, '#high');
  await desk.write({ from: 'zoe@lab.test', text: 'May I?', to: desk.replyAddress(toWhom(first, ada)) });
  const asked = (await desk.sentMail()).filter(({ notice }) => notice.kind === 'held-question').at(-1)!;
  await desk.write({ from: sam, text: 'keep out', answers: { ...asked, to: sam } });
  expect((await order(sam, first, '#undo')).lines).toEqual([{ kind: 'cannot-undo' }]);
  expect((await row(first)).priority).toBe('high');
});
