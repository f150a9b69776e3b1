// What is written to the outbox for whom, on which thread, and what is withheld.
import { asc, eq } from 'drizzle-orm';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { type OpenDatabase, openDatabase } from '../../src/db/database.ts';
import { mails } from '../../src/db/schema/mails.ts';
import { messages } from '../../src/db/schema/messages.ts';
import { outbox } from '../../src/db/schema/outbox.ts';
import { tickets } from '../../src/db/schema/tickets.ts';
import type { TicketOfMail } from '../../src/desk/notice.ts';
import type { Address } from '../../src/mail/address.ts';
import type { MessageId } from '../../src/mail/message-id.ts';
import { newId } from '../../src/mail/new-id.ts';
import type { Notification } from '../../src/outbox/notification.ts';
import { aboutNoTicket, addToOutbox } from '../../src/outbox/outbox.ts';
import { cloneDatabase } from '../support/database.ts';

const database: OpenDatabase = openDatabase(await cloneDatabase(), 2);
const { db } = database;
afterAll(() => database.close());

const [ada, bo] = ['ada@corp.test', 'bo@corp.test'] as [Address, Address];
const support = 'support@mx.test' as Address;
const hourMs = 3_600_000;
let ticket: TicketOfMail;

beforeEach(async () => {
  const values = { subject: 'Portal', requesterEmail: ada, locale: 'en' };
  const [row] = await db
    .insert(tickets)
    .values(values as typeof tickets.$inferInsert)
    .returning();
  ticket = {
    number: row!.number,
    key: `PT-${row!.number}`,
    subject: 'Portal',
    requester: { address: ada, name: '' },
    followers: [],
    openedAt: row!.createdAt.toISOString(),
    threadIndex: null,
    url: null,
  } as unknown as TicketOfMail;
});

const letter = (more: Partial<Notification> = {}): Notification => ({
  to: { address: ada, name: 'Ada' },
  role: 'requester',
  locale: 'en',
  notice: { kind: 'opened' },
  ...more,
});
const add = (letters: readonly Notification[], more: object = {}) =>
  db.transaction(tx => addToOutbox(tx, letters, { ticket, support, ...more }));
const rows = () =>
  db.select().from(outbox).where(eq(outbox.ticketNumber, ticket.number)).orderBy(asc(outbox.recipientEmail));
const events = async () =>
  (await db.select().from(messages).where(eq(messages.ticketNumber, ticket.number))).map(({ text }) => text);

test('one row a letter, with an id of our domain, and the ids to be offered', async () => {
  const ids = await add([letter(), letter({ to: { address: bo, name: '' }, role: 'follower', heldMail: newId() })], {
    entry: undefined,
  });
  const [first, second] = await rows();
  expect(ids).toEqual([first!.id, second!.id]);
  expect(first).toMatchObject({
    recipientEmail: ada,
    recipientName: 'Ada',
    role: 'requester',
    locale: 'en',
    notice: { kind: 'opened' },
    messageId: `<${first!.id}@mx.test>`,
    inReplyTo: null,
    references: [],
    entry: null,
    heldMail: null,
    budgeted: false,
    heldBack: false,
    state: 'queued',
    ticket: { key: ticket.key },
  });
  expect(second).toMatchObject({ recipientEmail: bo, recipientName: null, heldMail: expect.any(String) });
  expect(await add([])).toEqual([]);
});

test('a mail that is held back is not offered, and its time comes so much later', async () => {
  const before = Date.now();
  expect(await add([letter({ heldBackMs: 10_000, budgeted: true })])).toEqual([]);
  const [row] = await rows();
  expect(row).toMatchObject({ heldBack: true, budgeted: true });
  expect(row!.nextAttemptAt.getTime()).toBeGreaterThanOrEqual(before + 10_000);
  expect(row!.nextAttemptAt.getTime()).toBeLessThan(before + 20_000);
});

test('what opens a ticket is answered on its own id, or on none', async () => {
  await add([letter()], { openedBy: '<root@corp.test>' as MessageId });
  await add([letter({ to: { address: bo, name: '' } })], { openedBy: null });
  const [first, second] = await rows();
  expect(first).toMatchObject({ inReplyTo: '<root@corp.test>', references: ['<root@corp.test>'] });
  expect(second).toMatchObject({ inReplyTo: null, references: [] });
});

test('later mail goes on with what this person has: what came, ours to them, and the relay’s id of it last', async () => {
  const minute = (n: number) => new Date(Date.now() - hourMs + n * 60_000);
  const said = (messageId: string | null, at: Date) => ({
    ticketNumber: ticket.number,
    kind: 'reply' as const,
    text: 'x',
    messageId,
    createdAt: at,
  });
  await db
    .insert(messages)
    .values([said('<2@corp.test>', minute(20)), said('<1@corp.test>', minute(1)), said(null, minute(30))]);
  await add([letter(), letter({ to: { address: bo, name: '' } })]);
  const [toAda, toBo] = await rows();
  await db
    .update(outbox)
    .set({ createdAt: minute(10), relayedAs: '<relayed@relay.test>' })
    .where(eq(outbox.id, toAda!.id));
  await db
    .update(outbox)
    .set({ createdAt: minute(11) })
    .where(eq(outbox.id, toBo!.id));
  const [id] = await add([letter()]);
  const chain = ['<1@corp.test>', toAda!.messageId, '<relayed@relay.test>', '<2@corp.test>'];
  expect((await rows()).find(row => row.id === id)).toMatchObject({ references: chain, inReplyTo: '<2@corp.test>' });
});

test('mail about no ticket has none', async () => {
  const [id] = await db.transaction(tx =>
    addToOutbox(tx, [letter({ to: { address: 'help@corp.test' as Address, name: '' } })], {
      ticket: { ...ticket, number: aboutNoTicket },
      support,
    }),
  );
  const [row] = await db.select().from(outbox).where(eq(outbox.id, id!));
  expect(row!.ticketNumber).toBeNull();
});

test('of one ticket a person gets sixty mails in an hour, then answers only; the ticket says so once', async () => {
  const many = Array.from({ length: 59 }, () => letter({ notice: { kind: 'opened' } }));
  await add(many);
  expect(await add([letter()]), 'the sixtieth').toHaveLength(1);
  expect(await add([letter()])).toEqual([]);
  expect(await add([letter({ role: 'agent' })]), 'agents, too').toEqual([]);
  const answer = { kind: 'answer', authorName: 'Sam', text: 'Mended.', status: null } as Notification['notice'];
  expect(await add([letter({ notice: answer })])).toHaveLength(1);
  expect(await add([letter({ to: { address: bo, name: '' } })]), 'others').toHaveLength(1);
  expect(await events()).toEqual([`not mailed to ${ada}: more than 60 in an hour`]);
  await db
    .update(outbox)
    .set({ createdAt: new Date(Date.now() - hourMs - 1_000) })
    .where(eq(outbox.ticketNumber, ticket.number));
  expect(await add([letter()]), 'an hour later').toHaveLength(1);
});

test.each([
  ['5.1.1', 'failed', true],
  ['5.1.10', 'undeliverable', true],
  ['5.2.1', 'failed', true],
  ['5.2.2', 'failed', false],
  ['5.2.10', 'failed', false],
  ['5.7.1', 'failed', false],
  ['4.1.1', 'failed', false],
  ['5.1.1', 'sent', false],
] as const)('three times %s, %s: is the person mailed no more? %s', async (enhancedStatus, state, isDead) => {
  const who = { address: `${newId()}@corp.test` as Address, name: '' };
  const fail = async (times: number) => {
    for (const id of await add(Array.from({ length: times }, () => letter({ to: who }))))
      await db.update(outbox).set({ state, enhancedStatus }).where(eq(outbox.id, id));
  };
  await fail(2);
  expect(await add([letter({ to: who })]), 'twice is not enough').toHaveLength(1);
  await fail(1);
  const answer = { kind: 'answer', authorName: 'Sam', text: 'Mended.', status: null } as Notification['notice'];
  expect(await add([letter({ to: who })])).toHaveLength(isDead ? 0 : 1);
  expect(await add([letter({ to: who, notice: answer })]), 'an answer').toHaveLength(isDead ? 0 : 1);
  expect(await add([letter({ to: who, role: 'agent' })]), 'an agent').toHaveLength(1);
  const about = { ticket: { ...ticket, number: aboutNoTicket }, openedBy: null };
  expect(await add([letter({ to: who })], about), 'about no ticket').toHaveLength(isDead ? 0 : 1);
  expect(await events()).toEqual(isDead ? [`not mailed to ${who.address}: it does not arrive there`] : []);
});

test.each([
  ['opened', true],
  ['added', true],
  ['help', true],
  ['pending', true],
  ['auto-reply', false],
  ['held', false],
] as const)('who wrote again, and it was %s, is mailed again: %s', async (disposition, isBack) => {
  const who = { address: `${newId()}@corp.test` as Address, name: '' };
  for (const id of await add(Array.from({ length: 3 }, () => letter({ to: who }))))
    await db.update(outbox).set({ state: 'failed', enhancedStatus: '5.1.1' }).where(eq(outbox.id, id));
  const wrote = async (receivedAt: Date) => {
    const mail = {
      id: newId(),
      via: 'smtp',
      receivedAt,
      mailFrom: who.address,
      rcptTo: [support],
      author: who.address,
    };
    await db
      .insert(mails)
      .values({ ...mail, size: 1, disposition, reasons: [] } as unknown as typeof mails.$inferInsert);
  };
  await wrote(new Date(Date.now() - hourMs));
  expect(await add([letter({ to: who })]), 'before the failures').toEqual([]);
  await wrote(new Date(Date.now() + 1_000));
  expect(await add([letter({ to: who })])).toHaveLength(isBack ? 1 : 0);
});
