import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { tickets } from '../../src/db/schema/tickets.ts';
import { keepHouse } from '../../src/jobs/housekeeping.ts';
import { openDesk, type Result, type TestDesk, toWhom } from '../support/desk.ts';

const [ada, bob, sam, carl] = ['ada@clinic.test', 'bob@clinic.test', 'sam@desk.test', 'carl@lab.test'];
let desk: TestDesk;
let opened: Result;
let number: number;
// The same words for the third time are a loop.
let openings = 0;

beforeAll(async () => {
  desk = await openDesk([
    { email: ada, role: 'admin' },
    { email: bob, role: 'admin' },
    { email: sam, role: 'agent' },
  ]);
});
afterAll(() => desk.close());
beforeEach(async () => {
  opened = await desk.write({ from: ada, subject: 'Portal down', text: `tt_lakes is down, ${++openings}.`, cc: carl });
  number = opened.ticket!;
});

const answer = (from: string, text: string) => desk.write({ from, text, answers: toWhom(opened, from) });
const row = async (of = number) => (await desk.db.select().from(tickets).where(eq(tickets.number, of)))[0]!;
const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);
const set = (fields: Partial<typeof tickets.$inferInsert>) =>
  desk.db.update(tickets).set(fields).where(eq(tickets.number, number));
const house = async () => {
  const ids: string[] = [];
  const onError = (cause: unknown) => {
    throw cause;
  };
  const ports = { db: desk.db, desk: desk.desk, offer: (some: readonly string[]) => void ids.push(...some), onError };
  // Three machines at once.
  await Promise.all([keepHouse(ports, new Date()), keepHouse(ports, new Date()), keepHouse(ports, new Date())]);
  return (await desk.sentMail()).filter(({ id }) => ids.includes(id));
};

test('a ticket that stays resolved is closed once, with one event, and everyone is told once', async () => {
  await answer(sam, '#resolved\nDone.');
  expect(await house()).toEqual([]);
  await set({ statusSince: daysAgo(8) });
  const told = (await house()).filter(({ ticketNumber }) => ticketNumber === number);
  expect(told.map(({ to, notice }) => [to, notice.kind]).sort()).toEqual([
    [ada, 'closed'],
    [carl, 'closed'],
    [sam, 'closed'],
  ]);
  expect((await row()).status).toBe('closed');
  const events = (await desk.ticket(number)).messages!.filter(({ text }) => text === 'status: resolved -> closed');
  expect(events.length).toBe(1);
  expect(await house()).toEqual([]);
});
test.each([
  ['#non-seguire\n\nGrazie\nCarl', 'change'],
  ['#unfollow\n\nKind regards,\nCarl', 'change'],
  ['#unfollow I have left the laboratory.', 'reply'],
])('who only leaves opens nothing again: %j', async (text, kind) => {
  await set({ status: 'resolved' });
  const { sent, lines } = await answer(carl, text);
  expect(lines).toEqual([{ kind: 'unfollowed' }]);
  expect((await row()).status).toBe('resolved');
  const others = sent.filter(({ to }) => to !== carl).map(({ notice }) => notice.kind);
  expect(others).toEqual(kind === 'reply' ? ['reply', 'reply'] : []);
});
test.each([
  'Kind regards,\n\nSam Agent\nSupport Engineer | Desk Ltd\nT +49 30 1234567',
  'sam\nTechnischer Support\nMusterstraße 1, 10115 Berlin\nwww.desk.test',
  'Cordiali saluti\nsam',
])('a signature below an agent’s command is no answer: %j', async signature => {
  const { sent } = await answer(sam, `#resolved\n\n${signature}`);
  expect(sent.map(({ to, notice }) => [to, notice.kind]).sort()).toEqual([
    [ada, 'change'],
    [carl, 'change'],
    [sam, 'done'],
  ]);
});
test.each([
  'Kind regards,\nSam\nPS: Please restart it once.',
  'Works again.\n\nKind regards,\nSam',
  'Many thanks\nSam',
])('but words are: %j', async text => {
  const { sent } = await answer(sam, `#resolved\n\n${text}`);
  expect(sent.find(({ to }) => to === ada)?.notice).toMatchObject({ kind: 'answer', text });
});
test('thanks below a command are no news, but an agent’s are an answer', async () => {
  const resolved = await answer(ada, '#resolved\n\nThanks,\nAda');
  expect(resolved.sent.map(({ to, notice }) => [to, notice.kind]).sort()).toEqual([
    [ada, 'done'],
    [carl, 'change'],
    [sam, 'change'],
  ]);
  const answered = await answer(sam, '#resolved\n\nThanks,\nSam');
  expect(answered.sent.find(({ to }) => to === ada)?.notice).toMatchObject({ kind: 'answer', text: 'Thanks,\nSam' });
});
test('a reply to a recently closed ticket reopens it', async () => {
  await set({ status: 'closed', statusSince: daysAgo(3) });
  const { ticket } = await answer(ada, 'Again.');
  expect([ticket, (await row()).status]).toEqual([number, 'open']);
});
test('a reply to a long closed ticket opens a follow-up, and both tickets name each other', async () => {
  await set({ status: 'closed', statusSince: daysAgo(30), instance: 'tt_lakes' });
  const { ticket, disposition, sent } = await answer(ada, 'It happens again.');
  expect([disposition, ticket === number]).toEqual(['opened', false]);
  expect(await row(ticket!)).toMatchObject({ followUpOf: number, subject: 'Portal', instance: 'tt_lakes' });
  expect(sent.find(({ to }) => to === ada)?.notice).toMatchObject({
    origin: { how: 'follow-up', key: `PT-${number}` },
  });
  expect((await desk.ticket(ticket!)).messages!.map(({ text }) => text)).toContain(
    `PT-${ticket} follows up on PT-${number}`,
  );
  expect((await desk.ticket(number)).messages!.map(({ text }) => text)).toContain(
    `PT-${number} is followed up by PT-${ticket}`,
  );
  expect((await row()).status).toBe('closed');
  const second = await answer(ada, 'And once more.');
  expect([second.disposition, second.ticket]).toEqual(['added', ticket]);
});
test('a follow-up by a follower outside the directory stays the requester’s, and all are told', async () => {
  await set({ status: 'closed', statusSince: daysAgo(30) });
  const { ticket, sent } = await answer(carl, 'Here too, again.');
  expect(await row(ticket!)).toMatchObject({ requesterEmail: ada, followUpOf: number });
  expect((await desk.ticket(ticket!)).messages![0]!.author?.email).toBe(carl);
  expect((await desk.ticket(ticket!)).followers.map(({ email }) => email)).toEqual([carl]);
  expect(sent.map(({ to, notice }) => [to, notice.kind]).sort()).toEqual([
    [ada, 'reply'],
    [carl, 'receipt'],
    [sam, 'new-ticket'],
  ]);
  const origin = { how: 'follow-up', key: `PT-${number}` };
  expect(sent.find(({ to }) => to === ada)?.notice).toMatchObject({ kind: 'reply', origin });
  expect(sent.find(({ to }) => to === sam)?.notice).toMatchObject({
    kind: 'new-ticket',
    by: { address: carl },
    origin,
  });
});
test('followers follow the follow-up, people who left do not, and recipients of the mail do not get it again', async () => {
  const [dan, eva] = ['dan@lab.test', 'eva@lab.test'];
  await desk.write({ from: ada, text: 'These two as well.', answers: toWhom(opened, ada), cc: `${dan}, ${eva}` });
  await desk.write({ from: dan, text: '#unfollow', answers: { ...toWhom(opened, carl), to: dan } });
  await set({ status: 'closed', statusSince: daysAgo(30) });
  const { ticket, sent } = await desk.write({ from: ada, text: 'Once more.', answers: toWhom(opened, ada), cc: eva });
  expect((await desk.ticket(ticket!)).followers.map(({ email }) => email).sort()).toEqual([carl, eva]);
  expect(sent.map(({ to, notice }) => [to, notice.kind]).sort()).toEqual([
    [ada, 'receipt'],
    [carl, 'reply'],
    [eva, 'opened'],
    [sam, 'new-ticket'],
  ]);
});
test('a follower of the directory owns the follow-up, and the requester goes on following', async () => {
  await desk.write({ from: ada, text: 'Bob as well.', answers: toWhom(opened, ada), cc: bob });
  await set({ status: 'closed', statusSince: daysAgo(30) });
  const { ticket, sent } = await desk.write({
    from: bob,
    text: 'Me again.',
    answers: { ...toWhom(opened, carl), to: bob },
  });
  expect((await row(ticket!)).requesterEmail).toBe(bob);
  expect((await desk.ticket(ticket!)).followers.map(({ email }) => email).sort()).toEqual([ada, carl]);
  expect(toWhom({ sent } as Result, ada).notice).toMatchObject({ kind: 'reply', text: 'Me again.' });
});
test('an agent’s answer on a closed ticket does not reopen it', async () => {
  await set({ status: 'closed', statusSince: daysAgo(30) });
  const { ticket } = await answer(sam, 'For the record.');
  expect([ticket, (await row()).status]).toEqual([number, 'closed']);
});
test('a mail of commands only does not reopen a ticket', async () => {
  await set({ status: 'resolved' });
  await answer(ada, '#priority low');
  expect(await row()).toMatchObject({ status: 'resolved', priority: 'low' });
});
test('with CLOSE_AFTER_DAYS=0 nothing closes', async () => {
  await set({ status: 'resolved', statusSince: daysAgo(3000) });
  const never = { ...desk.desk, rules: { ...desk.desk.rules, closeAfterDays: null } };
  await keepHouse({ db: desk.db, desk: never, offer: () => {}, onError: () => {} }, new Date());
  expect((await row()).status).toBe('resolved');
});
test('a reply that reaches a reply address of a ticket that is not there is not lost', async () => {
  const to = desk.replyAddress({ ...toWhom(opened, ada), ticketNumber: 9_999_999 });
  expect((await desk.write({ from: ada, to, text: 'Hello?' })).disposition).toBe('opened');
});
