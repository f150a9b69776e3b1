import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { outbox } from '../../src/db/schema/outbox.ts';
import { tickets } from '../../src/db/schema/tickets.ts';
import { openDesk, type Result, type TestDesk, toWhom } from '../support/desk.ts';

const [ada, bob, sam, lea] = ['ada@clinic.test', 'bob@clinic.test', 'sam@desk.test', 'lea@desk.test'];
const outsider = 'olaf@lab.test';
let desk: TestDesk;
let opened: Result;
let number: number;
// The same words for the third time are a loop.
let openings = 0;

beforeAll(async () => {
  desk = await openDesk([
    { email: ada, role: 'admin', instances: ['tt_lakes'] },
    { email: bob, role: 'admin' },
    { email: sam, role: 'agent', name: 'Sam' },
    { email: lea, role: 'agent', name: 'Lea' },
  ]);
});
afterAll(() => desk.close());
beforeEach(async () => {
  opened = await desk.write({ from: ada, subject: 'Portal down', text: `It is down, ${++openings}.`, cc: outsider });
  number = opened.ticket!;
});

const answer = (from: string, text: string) => desk.write({ from, text, answers: toWhom(opened, from) });
/** A person reads first; what answers within seconds is taken for a machine. */
const readSlowly = () => desk.db.update(outbox).set({ createdAt: sql`${outbox.createdAt} - interval '1 minute'` });
const row = async (of = number) => (await desk.db.select().from(tickets).where(eq(tickets.number, of)))[0]!;

describe('an agent orders', () => {
  test('status, priority, instance and assignee, and is told what became of each', async () => {
    const { lines, sent } = await answer(sam, '#pending\n#priority high\n#instance tt_lakes\n#assign lea@desk.test\n');
    expect(await row()).toMatchObject({ status: 'pending', priority: 'high', assignee: lea });
    expect(lines.map(({ kind }) => kind)).toEqual(['changed', 'changed', 'changed', 'same']);
    const toAda = sent.find(({ to }) => to === ada)?.notice;
    expect(toAda).toMatchObject({ kind: 'change' });
    expect(JSON.stringify(toAda)).not.toContain('assignee');
    expect(JSON.stringify(sent.find(({ to }) => to === lea)?.notice)).toContain('assignee');
    const kinds = (await desk.ticket(number)).messages!.map(({ kind }) => kind);
    expect(kinds).toEqual(['request', 'event', 'note', 'event']);
  });
  test('and answers in the same mail, of which the requester gets the words alone', async () => {
    const { sent } = await answer(sam, '#resolved\nIt works again.\n');
    expect(sent.find(({ to }) => to === ada)?.notice).toMatchObject({
      kind: 'answer',
      text: 'It works again.',
      status: { from: 'new', to: 'resolved' },
    });
    expect((await row()).status).toBe('resolved');
  });
  test('a note, which is never mailed to the requester', async () => {
    const { sent, lines } = await answer(sam, '#note\nI know this customer; be patient.');
    expect(sent.map(({ to, notice }) => [to, notice.kind])).toEqual([[sam, 'done']]);
    expect(lines).toEqual([{ kind: 'noted' }]);
    const messages = (await desk.ticket(number)).messages!;
    expect(messages.at(-1)?.kind).toBe('note');
    expect(JSON.stringify(await desk.sentMail())).not.toContain('be patient');
  });
  test.each([
    ['below a greeting', 'Hi Ada,\n\n#note\nI know this customer; be patient.', '#note'],
    ['with a slip', '#ntoe I know this customer; be patient.', '#ntoe'],
    ['below his answer', 'We look into it.\n\n#nota interna\nI know this customer; be patient.', '#nota interna'],
  ])('a note %s: it is kept, and he is told how to send it', async (_, text, words) => {
    const { sent, lines } = await answer(sam, text);
    expect(sent.map(({ to, notice }) => [to, notice.kind])).toEqual([[sam, 'done']]);
    expect(lines).toEqual([{ kind: 'kept-as-note', words }]);
    expect((await desk.ticket(number)).messages!.at(-1)?.kind).toBe('note');
    expect(await row()).toMatchObject({ status: 'new' });
  });
  test('a merge: entries and people move, and later mail lands on the other ticket', async () => {
    const other = await desk.write({ from: bob, subject: 'Also down', text: 'Down here too.' });
    const { ticket, lines } = await answer(sam, `#merge PT-${other.ticket}`);
    expect(ticket).toBe(other.ticket);
    expect(lines).toEqual([{ kind: 'merged', key: `PT-${other.ticket}` }]);
    expect(await row()).toMatchObject({ status: 'closed', mergedInto: other.ticket });
    const target = await desk.ticket(other.ticket!);
    expect(target.followers.map(({ email }) => email).sort()).toEqual([ada, outsider].sort());
    expect((await desk.ticket(number)).messages!.map(({ text }) => text)).toEqual([`merged into PT-${other.ticket}`]);
    expect(
      (await desk.sentMail()).find(({ to, notice }) => to === ada && notice.kind === 'closed')?.notice,
    ).toMatchObject({ into: `PT-${other.ticket}` });
    const later = await desk.write({ from: ada, text: 'Any news?', answers: toWhom(opened, ada) });
    expect([later.disposition, later.ticket]).toEqual(['added', other.ticket]);
    const nowhere = await desk.write({ from: sam, text: '#merge PT-99999', answers: toWhom(other, sam) });
    expect(nowhere.lines).toEqual([{ kind: 'no-such-ticket', key: 'PT-99999' }]);
  });
  test('a split: the reply that is answered becomes a ticket of its own', async () => {
    const reply = await desk.write({
      from: outsider,
      text: 'And my invoice is wrong.',
      answers: toWhom(opened, outsider),
    });
    const { lines } = await desk.write({ from: sam, text: '#split', answers: toWhom(reply, sam) });
    const own = Number(/\d+/.exec((lines[0] as { key: string }).key)![0]);
    const split = await desk.ticket(own);
    expect(split.requester.email).toBe(outsider);
    expect(split.messages![0]).toMatchObject({ kind: 'request', text: 'And my invoice is wrong.' });
    expect(split.followers.map(({ email }) => email)).toEqual([ada]);
    expect((await desk.ticket(number)).messages!.some(({ text }) => text.includes('invoice'))).toBe(false);
    const onOwn = await desk.write({
      from: outsider,
      text: 'More.',
      answers: toWhom({ ...reply, sent: await desk.sentMail() }, outsider, 'receipt'),
    });
    expect(onOwn.ticket).toBe(own);
  });
  test('"not this ticket": the reply moves to a new ticket, without the people of the old thread', async () => {
    const reply = await desk.write({ from: outsider, text: 'Something else.', answers: toWhom(opened, outsider) });
    const { lines } = await desk.write({ from: sam, text: '#not-this-ticket', answers: toWhom(reply, sam) });
    expect(lines[0]?.kind).toBe('separated');
    const split = await desk.ticket(Number(/\d+/.exec((lines[0] as { key: string }).key)![0]));
    expect([split.requester.email, split.followers]).toEqual([outsider, []]);
  });
  test('undo, repeatedly, of own changes only', async () => {
    await answer(sam, '#priority high');
    await answer(lea, '#pending');
    const undone = await answer(sam, '#undo');
    expect(undone.lines).toEqual([{ kind: 'undone', change: { field: 'priority', from: 'high', to: null } }]);
    expect(await row()).toMatchObject({ priority: null, status: 'pending' });
    expect((await answer(sam, '#undo')).lines).toEqual([{ kind: 'nothing-to-undo' }]);
    await answer(sam, '#low');
    await answer(lea, '#urgent');
    await readSlowly();
    expect((await answer(sam, '#undo')).lines).toEqual([{ kind: 'changed-since' }]);
    expect((await row()).priority).toBe('urgent');
  });
  test('a ticket to the author by `me`', async () => {
    const { lines } = await answer(lea, '#assign me');
    expect(lines).toEqual([{ kind: 'changed', change: { field: 'assignee', from: null, to: lea } }]);
    expect((await answer(ada, '#assign me')).lines).toEqual([{ kind: 'not-allowed', words: '#assign me' }]);
  });
  test('in the agent’s language, and unknown words are reported with the nearest command', async () => {
    const { lines } = await answer(sam, '#priorità alta\n#resolvd\n#qqqqqqqq\n#assign nobody@else.test\n');
    expect((await row()).priority).toBe('high');
    expect(lines).toContainEqual({ kind: 'not-understood', words: '#resolvd', nearest: 'resolved' });
    expect(lines).toContainEqual({ kind: 'not-understood', words: '#qqqqqqqq', nearest: null });
    expect(lines).toContainEqual({ kind: 'not-an-agent', address: 'nobody@else.test' });
    expect((await row()).assignee).toBe(null);
  });
});

describe('what only looks like an order', () => {
  test('a word that may be meant as one is asked about, and the mail is a reply like any other', async () => {
    const { lines, sent } = await answer(ada, 'Resolved, thanks!');
    expect(lines).toEqual([{ kind: 'not-understood', words: 'Resolved, thanks!', nearest: 'resolved' }]);
    expect(sent.find(({ to }) => to === sam)?.notice).toMatchObject({ kind: 'reply', text: 'Resolved, thanks!' });
    expect((await row()).status).toBe('new');
  });
  test('a command below the first lines is not done, and that is said', async () => {
    const { lines } = await answer(sam, 'Hello Ada,\n#resolved\n');
    expect(lines).toEqual([{ kind: 'not-first', words: '#resolved' }]);
    expect((await row()).status).toBe('open');
  });
  test('a polite sentence is nothing but one', async () => {
    for (const text of ['We closed the clinic for today.', 'Please merge your calendar with mine.', 'Priority: high?'])
      expect((await answer(ada, text)).lines, text).toEqual([]);
    expect(await row()).toMatchObject({ status: 'new', priority: null });
  });
});

describe('requester and followers order', () => {
  test('priority, instance, resolve and reopen', async () => {
    await answer(ada, 'Priority: high\n\nIt got worse.');
    expect(await row()).toMatchObject({ priority: 'high', status: 'new' });
    const resolved = await answer(outsider, '#resolved\nIt works, thank you.');
    expect((await row()).status).toBe('resolved');
    expect(resolved.sent.find(({ to }) => to === ada)?.notice).toMatchObject({ kind: 'reply' });
    await answer(ada, '#reopen');
    expect((await row()).status).toBe('open');
    const events = (await desk.ticket(number)).messages!.filter(({ kind }) => kind === 'event');
    expect(events.map(({ author }) => author?.email)).toEqual([ada, ada, outsider, ada]);
  });
  test('nothing that is for agents, and are told so', async () => {
    for (const command of ['#assign sam@desk.test', '#merge PT-1', '#note', '#split', '#undo', '#pending', '#closed']) {
      const { lines } = await answer(outsider, command);
      expect(lines, command).toEqual([{ kind: 'not-allowed', words: command }]);
    }
    expect(await row()).toMatchObject({ status: 'new', assignee: null, mergedInto: null });
  });
  test('unfollow, by command and by the link in our mail; the requester stays', async () => {
    expect((await answer(outsider, '#unfollow')).lines).toEqual([{ kind: 'unfollowed' }]);
    expect((await desk.ticket(number)).followers).toEqual([]);
    expect((await answer(ada, '#unfollow')).lines).toEqual([{ kind: 'stays' }]);
    const again = await desk.write({ from: ada, text: 'News.', answers: toWhom(opened, ada), cc: outsider });
    expect(again.sent.map(({ to }) => to)).not.toContain(outsider);
    const linked = await desk.write({ from: ada, subject: 'x', text: 'y', cc: outsider });
    const to = desk.replyAddress(toWhom(linked, outsider));
    await desk.write({ from: outsider, subject: 'unfollow', to, text: '' });
    expect((await desk.ticket(linked.ticket!)).followers).toEqual([]);
  });
  test('help, on the thread and by a mail of its own', async () => {
    expect(toWhom(await answer(outsider, '#help'), outsider, 'help').ticketNumber).toBe(number);
    const asked = await desk.write({ from: bob, subject: 'Aiuto', text: 'Buongiorno, come si apre un ticket?' });
    expect([asked.disposition, asked.ticket]).toEqual(['help', null]);
    expect(asked.sent.map(({ to, notice, ticketNumber }) => [to, notice.kind, ticketNumber])).toEqual([
      [bob, 'help', null],
    ]);
    const incident = await desk.write({ from: bob, subject: 'Help', text: 'Nobody can log in.' });
    expect(incident.disposition).toBe('opened');
  });
  test('"not this ticket", and their mail opens one of its own', async () => {
    const { ticket, disposition, sent, lines } = await answer(ada, '#not-this-ticket\nThe invoices are wrong.');
    expect(lines).toEqual([]);
    expect([disposition, ticket === number]).toEqual(['opened', false]);
    expect(sent.find(({ to }) => to === ada)?.notice).toMatchObject({ origin: { how: 'split', key: `PT-${number}` } });
  });
});

test('"not this ticket" of a follower who may open none: the mail stays, and its author is told why', async () => {
  const { ticket, lines, sent } = await answer(outsider, '#not this ticket\nThe invoices are wrong.');
  expect([ticket, lines]).toEqual([number, [{ kind: 'no-place', words: '#not this ticket' }]]);
  expect(sent.find(({ to }) => to === sam)?.notice).toMatchObject({ kind: 'reply' });
});

test('what is asked about is spelt as people write it, and not asked where it has happened', async () => {
  const asked = await answer(ada, 'Résolu, merci !');
  expect(asked.lines).toEqual([{ kind: 'not-understood', words: 'Résolu, merci !', nearest: 'résolu' }]);
  await answer(sam, '#resolved');
  const { lines, sent } = await answer(outsider, 'Não está resolvido!');
  expect([lines, (await row()).status]).toEqual([[], 'open']);
  expect(sent.map(({ to }) => to)).not.toContain(outsider);
});

describe('on opening a ticket', () => {
  test('commands are carried out, and said back in the receipt', async () => {
    const { ticket, lines } = await desk.write({ from: bob, text: '#urgent\n#assign sam@desk.test\n#fixd\nDown.' });
    expect(await row(ticket!)).toMatchObject({ priority: 'urgent', assignee: null });
    expect(lines.map(({ kind }) => kind)).toEqual(['not-allowed', 'not-understood']);
    const byAgent = await desk.write({ from: lea, text: '#assign sam@desk.test\nSeen in the logs.' });
    expect(await row(byAgent.ticket!)).toMatchObject({ assignee: sam });
  });
});

test('an agent who asks for help without a ticket is told the commands of agents, and others theirs', async () => {
  const roles = async (from: string) =>
    (await desk.write({ from, subject: 'help', text: '' })).sent.map(({ role }) => role);
  expect(await roles(sam)).toEqual(['agent']);
  expect(await roles(ada)).toEqual(['requester']);
});
