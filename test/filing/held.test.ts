import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { mails } from '../../src/db/schema/mails.ts';
import { keepHouse } from '../../src/jobs/housekeeping.ts';
import { replayMail } from '../../src/tickets/held.ts';
import { openDesk, type Result, type TestDesk, toWhom } from '../support/desk.ts';

const [ada, sam, carl] = ['ada@clinic.test', 'sam@desk.test', 'carl@lab.test'];
const stranger = 'zoe@elsewhere.test';
let desk: TestDesk;
let opened: Result;
let number: number;
// The same words for the third time are a loop.
let openings = 0;

beforeAll(async () => {
  desk = await openDesk([
    { email: ada, role: 'admin', locale: 'it' },
    { email: 'dora@clinic.test', role: 'admin' },
    { email: sam, role: 'agent' },
  ]);
});
afterAll(() => desk.close());
beforeEach(async () => {
  opened = await desk.write({ from: ada, subject: 'Portal down', text: `Down, ${++openings}.`, cc: carl });
  number = opened.ticket!;
});

/** Ada passed her mail on, and its reader answers it. */
const intrude = (from = stranger, text = 'I see it too.') => {
  const mail = { from, text, answers: toWhom(opened, ada) };
  return desk.write(mail);
};
const texts = async () => (await desk.ticket(number)).messages!.map(({ text }) => text);

describe('a stranger with a reply address that was made for another person', () => {
  test('is held, and the requester is asked once', async () => {
    const first = await intrude();
    expect([first.disposition, first.ticket]).toEqual(['held', null]);
    expect(first.sent.map(({ to, notice }) => [to, notice.kind])).toEqual([[ada, 'held-question']]);
    const second = await intrude(stranger, 'Hello?');
    expect([second.disposition, second.sent]).toEqual(['held', []]);
    expect(await texts()).not.toContain('I see it too.');
  });
  test.each(['let in', 'Sì!', 'yes'])('"%s" lets in all that waits, and nothing more', async words => {
    const held = await intrude();
    await intrude(stranger, 'And more.');
    const said = await desk.write({ from: ada, text: words, answers: toWhom(held, ada) });
    expect(said.lines).toEqual([{ kind: 'let-in', address: stranger }]);
    const filed = await desk.fileReleased();
    expect(filed.map(({ disposition, ticket }) => [disposition, ticket])).toEqual([
      ['added', number],
      ['added', number],
    ]);
    expect(await texts()).toContain('I see it too.');
    expect((await desk.ticket(number)).followers.map(({ email }) => email)).toEqual([carl]);
    expect((await intrude(stranger, 'Again.')).disposition).toBe('held');
  });
  test('other words decide nothing, and their author is told that the question is open', async () => {
    const held = await intrude();
    const said = await desk.write({ from: ada, text: 'Who is that?', answers: toWhom(held, ada) });
    expect(said.lines).toEqual([{ kind: 'still-asked', address: stranger }]);
    expect((await desk.fileReleased()).length).toBe(0);
    await desk.write({ from: ada, text: 'Ah, sì, grazie.', answers: toWhom(held, ada) });
    const decided = await desk.write({ from: ada, text: 'Sì, fallo entrare, grazie.', answers: toWhom(held, ada) });
    expect(decided.lines).toEqual([{ kind: 'let-in', address: stranger }]);
    expect((await desk.write({ from: ada, text: 'Good.', answers: toWhom(held, ada) })).lines).toEqual([]);
  });
  test('"always" makes a follower', async () => {
    const held = await intrude();
    const said = await desk.write({ from: ada, text: 'sempre\n\nAda', answers: toWhom(held, ada) });
    expect(said.lines).toEqual([{ kind: 'let-in-always', address: stranger }]);
    expect(toWhom(said, stranger).notice.kind).toBe('opened');
    expect(toWhom(said, stranger).notice).toMatchObject({ by: { address: ada }, isLetIn: true });
    await desk.fileReleased();
    expect((await intrude(stranger, 'Now I am on it.')).disposition).toBe('added');
  });
  test('"keep out" keeps out what waits and what comes', async () => {
    const held = await intrude();
    const said = await desk.write({ from: ada, text: 'tieni fuori', answers: toWhom(held, ada) });
    expect(said.lines).toEqual([{ kind: 'kept-out', address: stranger }]);
    expect(await desk.fileReleased()).toEqual([]);
    const again = await intrude(stranger, 'Let me in!');
    expect([again.disposition, again.sent]).toEqual(['ignored', []]);
  });
  test('the link in the mail says it in the subject', async () => {
    const held = await intrude();
    const to = desk.replyAddress(toWhom(held, ada));
    const said = await desk.write({ from: ada, to, subject: `fai entrare ${held.id}`, text: 'fai entrare' });
    expect(said.lines).toEqual([{ kind: 'let-in', address: stranger }]);
    expect((await desk.fileReleased()).map(({ ticket }) => ticket)).toEqual([number]);
  });
  test('no other answer counts: by the stranger, by a follower, on another ticket, without a question', async () => {
    const held = await intrude();
    const question = toWhom(held, ada);
    await desk.write({ from: stranger, text: 'let in', answers: question });
    await desk.write({ from: carl, subject: `let in ${held.id}`, text: 'always', answers: question });
    await desk.write({ from: ada, text: 'yes', answers: toWhom(opened, ada) });
    const other = await desk.write({ from: ada, subject: 'Other', text: 'Else.' });
    await desk.write({ from: ada, subject: `let in ${held.id}`, text: '', answers: toWhom(other, ada) });
    expect(await desk.fileReleased()).toEqual([]);
  });
  test('the requester is not asked about more than three at a time', async () => {
    const asked: number[] = [];
    for (let n = 0; n < 8; n += 1) asked.push((await intrude(`s${n}@elsewhere.test`)).sent.length);
    expect(asked).toEqual([1, 1, 1, 0, 0, 0, 0, 0]);
  });
});

describe('the colleague who answers before the ticket exists', () => {
  const early = (id: string) =>
    desk.write({
      from: 'cora@lab.test',
      text: `I saw that too, in ${id}.`,
      fields: [`In-Reply-To: ${id}`],
      admitted: { hold: true, awaitsThread: true },
    });
  test('waits for the thread, and is joined to it', async () => {
    const waiting = await early('<first@clinic.test>');
    expect([waiting.disposition, waiting.sent]).toEqual(['held', []]);
    const { ticket } = await desk.write({
      from: ada,
      text: 'Down, the first.',
      cc: 'cora@lab.test',
      id: '<first@clinic.test>',
    });
    const [joined] = await desk.fileReleased();
    expect([joined?.disposition, joined?.ticket]).toEqual(['added', ticket]);
  });
  test('is joined at once where the thread has come meanwhile', async () => {
    const { ticket } = await desk.write({
      from: ada,
      text: 'Down, the second.',
      cc: 'cora@lab.test',
      id: '<second@clinic.test>',
    });
    const joined = await early('<second@clinic.test>');
    expect([joined.disposition, joined.ticket]).toEqual(['added', ticket]);
  });
  test('stays held where the mail did not copy the colleague in', async () => {
    await early('<third@clinic.test>');
    await desk.write({ from: ada, text: 'Down, the third.', id: '<third@clinic.test>' });
    expect(await desk.fileReleased()).toEqual([]);
    expect((await early('<third@clinic.test>')).disposition).toBe('held');
  });
  test('is joined by housekeeping where both were filed at the same time', async () => {
    const { ticket } = await desk.write({ from: ada, text: 'Down, the fourth.', id: '<fourth@clinic.test>' });
    await early('<fourth@clinic.test>');
    await desk.write({
      from: ada,
      text: 'Cora too.',
      cc: 'cora@lab.test',
      fields: ['In-Reply-To: <fourth@clinic.test>'],
    });
    const onError = (cause: unknown) => {
      throw cause;
    };
    await keepHouse({ db: desk.db, desk: desk.desk, offer: () => {}, onError }, new Date());
    const [joined] = await desk.fileReleased();
    expect([joined?.disposition, joined?.ticket]).toEqual(['added', ticket]);
  });
});

const later = (minutes: number) => {
  const onError = (cause: unknown) => {
    throw cause;
  };
  const ports = { db: desk.db, desk: desk.desk, offer: () => {}, onError };
  return keepHouse(ports, new Date(Date.now() + minutes * 60_000));
};

describe('a colleague in the directory who answers before the ticket exists', () => {
  const early = (id: string, cc: string | null = ada) =>
    desk.write({
      from: 'dora@clinic.test',
      ...(cc ? { cc } : {}),
      subject: 'Re: Agenda',
      text: `It is so in Thun, too: ${id}.`,
      fields: [`In-Reply-To: ${id}`],
    });
  test('waits for the thread, opens no ticket, and is joined to it', async () => {
    const waiting = await early('<d1@clinic.test>');
    expect([waiting.disposition, waiting.ticket, waiting.sent]).toEqual(['held', null, []]);
    expect(waiting.reasons.join()).toContain('waits 2 minutes');
    const first = await desk.write({
      from: ada,
      text: 'Agenda empty.',
      cc: 'dora@clinic.test',
      id: '<d1@clinic.test>',
    });
    const [joined] = await desk.fileReleased();
    expect([joined?.disposition, joined?.ticket]).toEqual(['added', first.ticket]);
  });
  test('opens an own ticket where the thread never comes, and gets the receipt then', async () => {
    const waiting = await early('<d2@clinic.test>');
    await later(1);
    expect(await desk.fileReleased()).toEqual([]);
    await later(3);
    const [filed] = await desk.fileReleased();
    expect([filed?.id, filed?.disposition]).toEqual([waiting.id, 'opened']);
    expect(toWhom(filed!, 'dora@clinic.test').notice.kind).toBe('receipt');
    expect(filed!.reasons.join()).toContain('has not come');
  });
  test('opens an own ticket where the thread comes without copying the colleague in', async () => {
    await early('<d3@clinic.test>');
    const first = await desk.write({ from: ada, text: 'Agenda full.', id: '<d3@clinic.test>' });
    expect(await desk.fileReleased()).toEqual([]);
    await later(3);
    const [filed] = await desk.fileReleased();
    expect([filed?.disposition, filed?.ticket === first.ticket]).toEqual(['opened', false]);
  });
  test('an answer to a mail that is here, on a ticket that he is not on, waits for nothing', async () => {
    await desk.write({ from: ada, text: 'Agenda gone.', id: '<d4@clinic.test>' });
    expect((await early('<d4@clinic.test>')).disposition).toBe('opened');
  });
  test.each([null, carl])('an old thread of others, used to write to us with %s in Cc, waits for nothing', async cc => {
    expect((await early(`<old-${cc}@elsewhere.test>`, cc)).disposition).toBe('opened');
  });
});

test('undecided mail is put aside after thirty days, with the reason, and may still be let in', async () => {
  const held = await intrude();
  await later(29 * 24 * 60);
  const stays = await desk.db.select().from(mails).where(eq(mails.id, held.id));
  expect(stays[0]?.disposition).toBe('held');
  await later(30 * 24 * 60 + 5);
  const [aside] = await desk.db.select().from(mails).where(eq(mails.id, held.id));
  expect(aside?.disposition).toBe('ignored');
  expect(aside?.reasons.at(-1)).toBe('held for 30 days, and nobody has let it in');
  expect(await texts()).toContain(`mail from ${stranger} was held for 30 days, and nobody has let it in`);
  expect(await replayMail(desk.db, held.id)).toBe(true);
  expect((await desk.fileReleased()).map(({ disposition }) => disposition)).toEqual(['added']);
});
