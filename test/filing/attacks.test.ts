// Ways into a thread that must not be ways in. Every case says what the attacker sends, and afterwards
// nothing on the ticket may be different and nobody may have heard a word of it.
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { tickets } from '../../src/db/schema/tickets.ts';
import type { Address } from '../../src/mail/address.ts';
import { openDesk, type Result, type Sent, type TestDesk, toWhom, type Written } from '../support/desk.ts';

const [ada, mal, sam, carl] = ['ada@clinic.test', 'mal@other.test', 'sam@desk.test', 'carl@lab.test'];
const stranger = 'eve@evil.test';
let desk: TestDesk;
let opened: Result;
let number: number;
let own: Result;

beforeAll(async () => {
  desk = await openDesk([
    { email: ada, role: 'admin' },
    // In the directory, and on no business with Ada's tickets.
    { email: mal, role: 'admin' },
    { email: sam, role: 'agent' },
  ]);
  opened = await desk.write({ from: ada, subject: 'Portal', text: 'Down.', cc: carl, id: '<root@clinic.test>' });
  number = opened.ticket!;
  own = await desk.write({ from: mal, subject: 'Mine', text: 'Mine.' });
});
afterAll(() => desk.close());

const adas = (): Sent => toWhom(opened, ada);
const [held, unvouched] = [{ hold: true }, { coveredFields: ['from', 'subject', 'date'] }];
const signature = '\n\n-- \nEve';

const attacks: readonly [string, () => Written][] = [
  [
    'a forwarded reply address beside his own',
    () => ({
      from: mal,
      text: '#resolved\nI am in.',
      rcptTo: [desk.replyAddress(adas()), desk.replyAddress(toWhom(own, mal))],
    }),
  ],
  ['a guessed number in the subject', () => ({ from: mal, subject: `Re: [PT-${number}] Portal`, text: 'I am in.' })],
  ['a guessed number, and a command', () => ({ from: mal, subject: `[PT-${number}]`, text: '#closed\nI am in.' })],
  [
    'a stolen Message-ID of the requester',
    () => ({ from: mal, text: 'I am in.', fields: ['In-Reply-To: <root@clinic.test>'] }),
  ],
  [
    'a stolen Message-ID of ours',
    () => ({ from: mal, text: 'I am in.', fields: [`In-Reply-To: ${adas().messageId}`] }),
  ],
  [
    'stolen References, with our own ticket first',
    () => ({
      from: mal,
      text: 'I am in.',
      fields: [`References: ${toWhom(own, mal).messageId} <root@clinic.test> ${adas().messageId}`],
    }),
  ],
  [
    'the number, the id and the thread together',
    () => ({
      from: mal,
      subject: `Re: [PT-${number}] Portal`,
      text: '#resolved\nI am in.',
      fields: ['In-Reply-To: <root@clinic.test>', `References: <root@clinic.test> ${adas().messageId}`],
    }),
  ],
  ['a forwarded reply address, by a stranger', () => ({ from: stranger, text: 'I am in.', answers: adas() })],
  ['a forwarded reply address, by somebody in the directory', () => ({ from: mal, text: 'I am in.', answers: adas() })],
  [
    'a forwarded reply address of an agent',
    () => ({ from: stranger, text: '#closed\nI am in.', answers: toWhom(opened, sam) }),
  ],
  ['commands by a stranger', () => ({ from: stranger, text: '#resolved', answers: adas() })],
  [
    'unfollow for somebody else',
    () => ({
      from: stranger,
      subject: 'unfollow',
      to: desk.replyAddress(toWhom(opened, carl)),
    }),
  ],
  ['letting oneself in', () => ({ from: stranger, text: 'let in', answers: adas() })],
  [
    'the requester’s name, vouched for by nobody',
    () => ({ from: ada, text: '#resolved\nI am in.', answers: adas(), admitted: held }),
  ],
  [
    'an agent’s name, vouched for by nobody',
    () => ({ from: sam, text: '#closed', answers: toWhom(opened, sam), admitted: held }),
  ],
  [
    'an agent’s unfollow, vouched for by nobody',
    () => ({
      from: carl,
      subject: 'unfollow',
      to: desk.replyAddress(toWhom(opened, carl)),
      admitted: held,
    }),
  ],
  [
    'agents’ commands by a follower',
    () => ({
      from: carl,
      text: '#assign eve@evil.test\n#merge PT-1\n#closed\n#split\n#undo\n#pending',
      answers: toWhom(opened, carl),
    }),
  ],
  [
    'a merge into somebody else’s ticket by its requester',
    () => ({ from: mal, text: `#merge PT-${number}`, answers: toWhom(own, mal) }),
  ],
  [
    'a split of somebody else’s reply by a follower',
    () => ({ from: carl, text: '#not-this-ticket', answers: toWhom(opened, carl) }),
  ],
  [
    'commands in quoted text',
    () => ({
      from: carl,
      text: '> #resolved\n> #priority urgent\n\nOn Mon, 23 Nov 2026 at 10:00, Sam <sam@desk.test> wrote:\n> #closed\n',
      answers: toWhom(opened, carl),
    }),
  ],
  [
    'commands below the first words',
    () => ({
      from: carl,
      text: `I write #resolved here\n#resolved\n#urgent${signature}`,
      answers: toWhom(opened, carl),
    }),
  ],
  [
    'commands in the signature',
    () => ({ from: carl, text: 'Thanks.\n\n-- \n#resolved\n', answers: toWhom(opened, carl) }),
  ],
  [
    'commands in a mail that an operator let in',
    () => ({
      from: carl,
      text: '#resolved\n#urgent\nHello.',
      answers: toWhom(opened, carl),
      admitted: { released: true },
    }),
  ],
  [
    'a machine’s commands',
    () => ({ from: ada, text: '#resolved', answers: adas(), fields: ['Auto-Submitted: auto-replied'] }),
  ],
  [
    'a Cc put in by somebody on the way',
    () => ({ from: ada, text: 'News.', cc: stranger, answers: adas(), admitted: unvouched }),
  ],
  [
    'a tag that overflows',
    () => ({ from: mal, subject: '[PT-99999999999999999999] [PT-0] [PT--1]', text: 'I am in.' }),
  ],
];

const state = async () => {
  const [row] = await desk.db.select().from(tickets).where(eq(tickets.number, number));
  const { followers, messages } = await desk.ticket(number);
  const { status, priority, instance, assignee, mergedInto, requesterEmail } = row!;
  const events = messages!.filter(({ kind }) => kind === 'event').length;
  return {
    ...{ status, priority, instance, assignee, mergedInto, requesterEmail, followers, events },
    entries: messages!.length,
  };
};
/** These stand on the ticket and may write to it; only what they order must not happen. */
const mayWrite = (from: string, admitted: Written['admitted']) =>
  [ada, carl].includes(from as Address) || admitted?.released;

let gotIn = 0;
test.each(attacks)('%s', async (_, attack) => {
  const before = await state();
  const written = attack();
  const result = await desk.write(written);
  const after = await state();
  const entries = mayWrite(written.from, written.admitted) ? after.entries : before.entries;
  // A reply to a new ticket leaves it new.
  expect.soft({ ...after, entries }).toEqual({ ...before, entries: after.entries });
  // No word to the attacker about the ticket, and none of his to the people on it but the one question.
  const told = result.sent.filter(({ to, ticketNumber }) => to === written.from && ticketNumber === number);
  if (!mayWrite(written.from, written.admitted)) {
    expect.soft(told).toEqual([]);
    const heard = result.sent.filter(each => each.ticketNumber === number && each.notice.kind !== 'held-question');
    expect.soft(heard).toEqual([]);
  }
  expect.soft(result.sent.filter(({ to }) => to === stranger)).toEqual([]);
  const isIn = JSON.stringify({ ...after, entries: 0 }) !== JSON.stringify({ ...before, entries: 0 });
  if (isIn || entries !== after.entries) gotIn += 1;
});
test('none got in', () => {
  console.log(`attacks on a thread: ${attacks.length} tried, ${gotIn} got in`);
  expect(gotIn).toBe(0);
});

test('an agent’s answer goes to no ticket that only claims the Message-ID he answers', async () => {
  const id = '<to-sam-alone@clinic.test>';
  const claim = await desk.write({ from: mal, subject: 'Claimed', text: 'Mine now.', id });
  // Sam answers Ada, who had written to him alone, and copies the desk in.
  const answer = { from: sam, subject: 'Re: Private', text: 'Your code is 4711.', fields: [`In-Reply-To: ${id}`] };
  const answered = await desk.write({
    ...answer,
    to: ada,
    cc: 'support@mx.test',
    rcptTo: ['support@mx.test' as Address],
  });
  expect(answered.ticket).not.toBe(claim.ticket);
  expect(answered.sent.filter(({ to }) => to === mal)).toEqual([]);
  const toItsAuthor = await desk.write({
    ...answer,
    text: 'Hello Mal.',
    to: mal,
    cc: 'support@mx.test',
    rcptTo: ['support@mx.test' as Address],
  });
  expect(toItsAuthor.ticket).toBe(claim.ticket);
  expect((await desk.write({ ...answer, text: 'To us alone.' })).ticket).toBe(claim.ticket);
});
