// The outbox on a transaction that touches no database: what was read before answers, what is written is collected.
import { describe, expect, test } from 'vitest';
import { closedTx, type Known, NotKnown } from '../../src/db/known.ts';
import type { Address } from '../../src/mail/address.ts';
import { heldListIn, heldMailAskedIn, toldUnprovenSince } from '../../src/outbox/asked.ts';
import type { Notification } from '../../src/outbox/notification.ts';
import { addToOutbox, withoutTicket } from '../../src/outbox/outbox.ts';
import { failedBefore, type OutboxRow, sentMailOf } from '../../src/outbox/rows.ts';
import { heldBy, threadOf } from '../../src/outbox/thread.ts';

const [ada, bo, cy] = ['ada@corp.test', 'bo@corp.test', 'cy@corp.test'] as [Address, Address, Address];
const ticket = {
  ...withoutTicket({ subject: 'Portal', requester: { address: ada, name: '' }, openedAt: '2026-11-23' }),
  number: 7,
  key: 'PT-7',
};
const occasion = { ticket, support: 'support@mx.test' as Address };
const received = [['<1@corp.test>', 1_000] as const];
const sent = [
  { person: ada, lately: 59, mails: [['<ours@mx.test>', null, 2_000] as const] },
  { person: bo, lately: 0, mails: [['<bo@mx.test>', '<as@relay.test>', 3_000] as const] },
];
const closed = (more: Partial<Known> = {}) =>
  closedTx({ ticket: { number: 7 }, failing: new Set(), said: { received, sent }, ...more } as unknown as Known);
const letter = (to: Address, more: Partial<Notification> = {}): Notification => ({
  to: { address: to, name: '' },
  role: 'requester',
  locale: 'en',
  notice: { kind: 'opened' },
  ...more,
});

test.each<[string, (tx: never) => Promise<unknown>, unknown]>([
  ['which held mail no mail asks about', tx => heldMailAskedIn(tx, []), null],
  ['what no mail lists', tx => heldListIn(tx, []), []],
  ['who of nobody was told', tx => toldUnprovenSince(tx, [], new Date()), new Set()],
  ['which mail has none of no ids', tx => sentMailOf(tx, []), null],
  ['whether mail of no ticket failed', tx => failedBefore(tx, { ticketNumber: null } as OutboxRow), false],
  ['for no letters', tx => addToOutbox(tx, [], occasion), []],
])('nothing is asked of the database %s', async (_, ask, answer) => {
  // Whatever is asked of this one is refused.
  expect(await ask(closed({ heldMail: 'held' }).tx as never)).toEqual(answer);
});

test('which held mail a mail asks about was read before', async () => {
  expect(await heldMailAskedIn(closed({ heldMail: 'held' }).tx, ['<ours@mx.test>'])).toBe('held');
  expect(await heldMailAskedIn(closed({ heldMail: null }).tx, ['<ours@mx.test>'])).toBeNull();
});

describe('letters', () => {
  test('are collected as they would be written, each on the thread of its reader', async () => {
    const { tx, collected } = closed();
    const before = Date.now();
    const ids = await addToOutbox(tx, [letter(ada), letter(bo, { heldMail: 'held' })], { ...occasion, entry: 3 });
    expect(collected.letters.map(({ id }) => id)).toEqual(ids);
    const [toAda, toBo] = collected.letters;
    expect(toAda).toMatchObject({ recipientEmail: ada, ticketNumber: 7, entry: 3, heldMail: null, budgeted: false });
    expect(toAda).toMatchObject({ references: ['<1@corp.test>', '<ours@mx.test>'], inReplyTo: '<ours@mx.test>' });
    expect(toBo).toMatchObject({ heldMail: 'held', references: ['<1@corp.test>', '<bo@mx.test>', '<as@relay.test>'] });
    expect(toAda!.createdAt.getTime()).toBeGreaterThanOrEqual(before);
  });

  test('that were collected, and entries, are on the thread of the next ones, and count', async () => {
    const { tx, collected } = closed();
    const createdAt = new Date();
    const entry = { id: 1, ticketNumber: 7, kind: 'reply', text: '' } as const;
    collected.entries.push(
      { ...entry, messageId: '<2@corp.test>', createdAt },
      { ...entry, messageId: '<3@corp.test>' },
    );
    collected.entries.push({ ...entry, messageId: null });
    await addToOutbox(tx, [letter(ada)], occasion);
    const [first] = collected.letters;
    expect(first!.references).toEqual(['<1@corp.test>', '<ours@mx.test>', '<2@corp.test>', '<3@corp.test>']);
    const { received: came, sent: went } = await threadOf(tx, { ticketNumber: 7, people: [ada] });
    expect(came).toEqual([...received, ['<2@corp.test>', createdAt.getTime()], ['<3@corp.test>', expect.any(Number)]]);
    expect(heldBy({ received: came, sent: went }, ada)).toEqual({
      held: [...first!.references, first!.messageId],
      lately: 60,
    });
    // The sixty-first within the hour is withheld, of which the ticket has to tell.
    await expect(addToOutbox(tx, [letter(ada)], occasion)).rejects.toThrow(NotKnown);
  });

  test.each<[string, Partial<Notification>, Partial<Known>]>([
    ['whose time is later', { heldBackMs: 1_000 }, {}],
    ['to an address where mail has failed', {}, { failing: new Set([ada]) }],
    ['to somebody of whom nothing was read', { to: { address: cy, name: '' } }, {}],
  ])('one %s has to go by itself', async (_, more, known) => {
    const { tx, collected } = closed(known);
    await expect(addToOutbox(tx, [letter(bo), letter(ada, more)], occasion)).rejects.toThrow(NotKnown);
    expect(collected.letters).toEqual([]);
  });

  test('on another ticket are not known', async () => {
    await expect(threadOf(closed().tx, { ticketNumber: 8, people: [ada] })).rejects.toThrow(NotKnown);
  });
});

test('what a person has of a thread: what came and ours to them, in the order of time, the relay’s id last', () => {
  const said = { received: [...received, ['<5@corp.test>', 2_500] as const], sent };
  expect(heldBy(said, ada)).toEqual({ held: ['<1@corp.test>', '<ours@mx.test>', '<5@corp.test>'], lately: 59 });
  expect(heldBy(said, bo).held).toEqual(['<1@corp.test>', '<5@corp.test>', '<bo@mx.test>', '<as@relay.test>']);
  expect(heldBy(said, cy)).toEqual({ held: ['<1@corp.test>', '<5@corp.test>'], lately: 0 });
});
