// The rows of the outbox as workers, filing and operators ask for them and change them.
import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { type OpenDatabase, openDatabase } from '../../src/db/database.ts';
import { outbox } from '../../src/db/schema/outbox.ts';
import { tickets } from '../../src/db/schema/tickets.ts';
import type { Notice, Warning } from '../../src/desk/notice.ts';
import type { Address } from '../../src/mail/address.ts';
import type { MessageId } from '../../src/mail/message-id.ts';
import { newId } from '../../src/mail/new-id.ts';
import { heldListIn, heldListSentSince, heldMailAskedIn, toldUnprovenSince } from '../../src/outbox/asked.ts';
import { countGivenUp, outboxBacklog, whyNotSent } from '../../src/outbox/backlog.ts';
import { receiptsWithin } from '../../src/outbox/budget.ts';
import { concludeSent, leaseDue, leaseMs, leaseRows, renewLeases, returnLeases } from '../../src/outbox/lease.ts';
import { findInOutbox, listOutbox, retryAllOutbox, retryOutbox } from '../../src/outbox/list.ts';
import { addToOutbox, leaseLetters, outboxChanged, rowOf, withoutTicket } from '../../src/outbox/outbox.ts';
import { parkOutbox } from '../../src/outbox/park.ts';
import { dropSent } from '../../src/outbox/retention.ts';
import { failedBefore, lockOutboxRow, sentMailOf, updateOutboxRow, warnedOf } from '../../src/outbox/rows.ts';
import { cloneDatabase } from '../support/database.ts';

const database: OpenDatabase = openDatabase(await cloneDatabase(), 3);
const { db } = database;
afterAll(() => database.close());
beforeEach(async () => {
  await db.delete(outbox);
});

const [ada, bo] = ['ada@corp.test', 'bo@corp.test'] as [Address, Address];
const support = 'support@mx.test' as Address;
const hourMs = 3_600_000;
const ago = (ms: number) => new Date(Date.now() - ms);
const noTicket = withoutTicket({ subject: 'Portal', requester: { address: ada, name: '' }, openedAt: '2026-11-23' });

type Values = Partial<typeof outbox.$inferInsert>;
async function row(more: Values = {}) {
  const letter = { to: { address: ada, name: 'Ada' }, role: 'requester', locale: 'en' } as const;
  const values = rowOf({ ...letter, notice: { kind: 'opened' } }, [], { ticket: noTicket, support });
  const [written] = await db
    .insert(outbox)
    .values({ ...values, ...more })
    .returning();
  return written!;
}
const notice = (value: object): Notice => value as Notice;
const now = async (id: string) => (await db.select().from(outbox).where(eq(outbox.id, id)))[0]!;
const idsOf = (rows: readonly { id: string }[]) => rows.map(({ id }) => id);
async function newTicket(status: 'open' | 'closed' = 'open'): Promise<number> {
  const values = { subject: 'Portal', requesterEmail: ada, locale: 'en', status };
  const [ticket] = await db
    .insert(tickets)
    .values(values as typeof tickets.$inferInsert)
    .returning();
  return ticket!.number;
}

describe('what is asked', () => {
  test('which held mail our mail asks about, by its own id or the relay’s', async () => {
    const held = newId();
    const plain = await row();
    const asking = await row({ heldMail: held, relayedAs: '<as@relay.test>' });
    const of = (...ids: string[]) => heldMailAskedIn(db as never, ids);
    expect(await of()).toBeNull();
    expect(await of('<none@mx.test>', plain.messageId)).toBeNull();
    expect(await of(plain.messageId, asking.messageId)).toBe(held);
    expect(await of('<as@relay.test>')).toBe(held);
  });

  test('which held mails our list names, in its order', async () => {
    const plain = await row();
    const list = await row({ notice: notice({ kind: 'held-list', mails: [{ mail: 'b' }, { mail: 'a' }] }) });
    const of = (...ids: string[]) => heldListIn(db as never, ids);
    expect(await of()).toEqual([]);
    expect(await of(plain.messageId)).toEqual([]);
    expect(await of(plain.messageId, list.messageId)).toEqual(['b', 'a']);
  });

  test('who was told that nothing proves who wrote', async () => {
    const told = notice({ kind: 'not-taken', notTaken: 'unproven' });
    await row({ notice: told, createdAt: ago(hourMs) });
    await row({ notice: notice({ kind: 'not-taken', notTaken: 'waits' }), recipientEmail: bo });
    const of = async (people: string[], since: Date) => [...(await toldUnprovenSince(db as never, people, since))];
    expect(await of([ada, bo], ago(2 * hourMs))).toEqual([ada]);
    expect(await of([ada, bo], ago(hourMs / 2))).toEqual([]);
    expect(await of([bo], ago(2 * hourMs))).toEqual([]);
    expect(await of([], ago(2 * hourMs))).toEqual([]);
  });

  test('whether agents got a list of held mail: by the hour, and not what one asked for', async () => {
    const isSent = (since: Date) => heldListSentSince(db as never, since);
    await row({ budgeted: true });
    await row({ notice: notice({ kind: 'held-list', mails: [] }) });
    expect(await isSent(ago(2 * hourMs))).toBe(false);
    await row({ budgeted: true, notice: notice({ kind: 'held-list', mails: [] }), createdAt: ago(hourMs) });
    expect(await isSent(ago(2 * hourMs))).toBe(true);
    expect(await isSent(ago(hourMs / 2))).toBe(false);
  });

  test('our mail by the first of the ids that is ours', async () => {
    const first = await row({ relayedAs: '<as@relay.test>' });
    const second = await row();
    const of = async (...ids: string[]) => (await sentMailOf(db, ids))?.id ?? null;
    expect(await of()).toBeNull();
    expect(await of('<none@mx.test>')).toBeNull();
    expect(await of('<none@mx.test>', second.messageId, first.messageId)).toBe(second.id);
    expect(await of(first.messageId, second.messageId)).toBe(first.id);
    expect(await of('<as@relay.test>', second.messageId)).toBe(first.id);
    expect(await of(second.messageId, '<as@relay.test>')).toBe(second.id);
    const left = '0102018f00000000-0a1b2c3d-0000-0000-0000-0123456789ab-000000';
    const third = await row({ relayedAs: `<${left}@amazonses.com>` });
    expect(await of(`<${left}@eu-west-1.amazonses.com>`, second.messageId), 'by the id of SES').toBe(third.id);
  });

  test('a row is locked and changed', async () => {
    const { id } = await row();
    await db.transaction(async tx => {
      expect((await lockOutboxRow(tx, id))?.id).toBe(id);
      expect(await leaseRows(db, [id]), 'by another').toEqual([]);
      expect(await leaseDue(db, 1), 'by another').toEqual([]);
      await updateOutboxRow(tx, id, { attempts: 3 });
    });
    expect(await now(id)).toMatchObject({ attempts: 3 });
    expect(await db.transaction(tx => lockOutboxRow(tx, newId()))).toBeNull();
  });

  test('whether another mail to this person on this ticket has failed', async () => {
    const [here, there] = [await newTicket(), await newTicket()];
    const mine = await row({ ticketNumber: here, state: 'failed' });
    const failed = () => failedBefore(db as never, mine);
    await row({ ticketNumber: there, state: 'failed' });
    await row({ ticketNumber: here, state: 'failed', recipientEmail: bo });
    await row({ ticketNumber: here, state: 'sent' });
    await row({ state: 'failed' });
    expect(await failed()).toBe(false);
    expect(await failedBefore(db as never, { ...mine, ticketNumber: null })).toBe(false);
    const { id } = await row({ ticketNumber: here, state: 'undeliverable' });
    expect(await failed()).toBe(true);
    await updateOutboxRow(db as never, id, { state: 'failed' });
    expect(await failed()).toBe(true);
  });

  test('whether agents were warned of it within the hour', async () => {
    const warning = { about: 'unreachable', who: { address: ada, name: '' }, why: '' } as Warning;
    const warned = () => warnedOf(db as never, warning);
    const said = notice({ kind: 'warning', ...warning });
    await row({ notice: said });
    await row({ budgeted: true, notice: said, createdAt: ago(hourMs + 1_000) });
    await row({ budgeted: true, notice: notice({ ...said, about: 'loop' }) });
    await row({ budgeted: true, notice: notice({ ...said, who: { address: bo } }) });
    expect(await warned()).toBe(false);
    await row({ budgeted: true, notice: said, createdAt: ago(hourMs - 10_000) });
    expect(await warned()).toBe(true);
  });

  test('how many receipts an address, a domain and all got lately', async () => {
    const within = (hours: number, to: object) => receiptsWithin(db as never, hours, to);
    await row({ budgeted: true, createdAt: ago(1.5 * hourMs) });
    await row({ budgeted: true, recipientEmail: bo });
    await row({ budgeted: true, recipientEmail: 'x@xcorp.test' });
    await row({ budgeted: true, recipientEmail: 'x@a_b.test' });
    await row({ budgeted: true, recipientEmail: 'x@acb.test' });
    await row({ budgeted: true, role: 'agent' });
    await row();
    expect(await within(1, {})).toBe(4);
    expect(await within(2, {})).toBe(5);
    expect(await within(2, { address: ada })).toBe(1);
    expect(await within(1, { address: ada })).toBe(0);
    expect(await within(2, { domain: 'corp.test' })).toBe(2);
    expect(await within(2, { domain: 'a_b.test' })).toBe(1);
    expect(await within(2, { domain: 'none.test' })).toBe(0);
  });
});

describe('leases', () => {
  test('what is due is leased once, the longest first, and as many as are asked for', async () => {
    const [late, later, ahead] = [ago(20_000), ago(60_000), new Date(Date.now() + hourMs)];
    const [a, b] = [await row({ nextAttemptAt: late }), await row({ nextAttemptAt: later })];
    await row({ nextAttemptAt: ahead });
    await row({ nextAttemptAt: later, state: 'failed' });
    const [first, ...none] = await leaseDue(db, 1);
    expect([first!.id, none]).toEqual([b.id, []]);
    const until = first!.nextAttemptAt.getTime() - Date.now();
    expect(until).toBeGreaterThan(leaseMs / 2);
    expect(until).toBeLessThanOrEqual(leaseMs + 1_000);
    expect(idsOf(await leaseDue(db, 10))).toEqual([a.id]);
    expect(await leaseDue(db, 10)).toEqual([]);
  });

  test('rows are leased by their ids where they are due', async () => {
    const [due, other] = [await row({ nextAttemptAt: ago(1_000) }), await row({ nextAttemptAt: ago(1_000) })];
    const later = await row({ nextAttemptAt: new Date(Date.now() + hourMs) });
    expect(idsOf(await leaseRows(db, [due.id, later.id]))).toEqual([due.id]);
    expect(await leaseRows(db, [due.id])).toEqual([]);
    expect((await now(other.id)).nextAttemptAt).toEqual(other.nextAttemptAt);
  });

  test('a lease is renewed while it is ours, and not once another worker took the row', async () => {
    const until = new Date(Date.now() + 1_000);
    const at = (ms: number) => new Date(until.getTime() + ms);
    const mine = [await row({ nextAttemptAt: until }), await row({ nextAttemptAt: at(leaseMs - 1) })];
    const taken = [await row({ nextAttemptAt: at(leaseMs) }), await row({ nextAttemptAt: at(-1) })];
    const gone = await row({ state: 'sent', nextAttemptAt: until });
    const held = [...mine, ...taken, gone].map(({ id }) => ({ id, until }));
    const renewed = await renewLeases(db, held);
    expect([...renewed.keys()].sort()).toEqual(idsOf(mine).sort());
    for (const { id } of mine) expect(renewed.get(id)).toEqual((await now(id)).nextAttemptAt);
    expect(renewed.get(mine[0]!.id)!.getTime()).toBeGreaterThan(until.getTime() + leaseMs / 2);
  });

  test('what was not sent after all is due again, and what was is concluded', async () => {
    const later = new Date(Date.now() + hourMs);
    const [back, over, out, reported] = [
      await row({ nextAttemptAt: later }),
      await row({ nextAttemptAt: later, state: 'failed' }),
      await row({ attempts: 2 }),
      await row({ state: 'undeliverable' }),
    ];
    await returnLeases(db, [back.id, over.id]);
    expect(idsOf(await leaseDue(db, 10))).toContain(back.id);
    expect((await now(over.id)).nextAttemptAt).toEqual(over.nextAttemptAt);
    const said = { lastReply: '250 2.0.0 Ok', relayedAs: '<as@relay.test>' };
    await concludeSent(
      db,
      [out, reported].map(({ id }) => ({ id, ...said })),
    );
    const sent = await now(out.id);
    expect(sent).toMatchObject({ state: 'sent', attempts: 3, ...said });
    expect(sent.sentAt).not.toBeNull();
    expect(await now(reported.id)).toMatchObject({ state: 'undeliverable', attempts: 0, lastReply: null });
  });

  test('letters of a transaction that sends them itself are born leased, but for those that are held back', async () => {
    const letter = {
      to: { address: ada, name: '' },
      role: 'requester',
      locale: 'en',
      notice: { kind: 'opened' },
    } as const;
    const [born, ids] = await db.transaction(async tx => {
      const rows = leaseLetters(tx);
      const occasion = { ticket: noTicket, support, openedBy: '<a@corp.test>' as MessageId };
      return [rows, await addToOutbox(tx, [letter, { ...letter, heldBackMs: hourMs }], occasion)];
    });
    expect(idsOf(born)).toEqual(ids);
    expect(ids).toHaveLength(1);
    expect(await leaseRows(db, ids)).toEqual([]);
    expect(born[0]!.nextAttemptAt.getTime()).toBeGreaterThan(Date.now());
    const [held, ...others] = (await db.select().from(outbox)).filter(({ id }) => !ids.includes(id));
    expect(others).toEqual([]);
    expect(held!.nextAttemptAt.getTime(), 'so long').toBeGreaterThan(Date.now() + hourMs / 2);
  });
});

describe('for operators', () => {
  const listed = async (filter: object) => {
    const ids: string[] = [];
    for await (const { id } of listOutbox(db, filter)) ids.push(id);
    return ids;
  };
  const later = () => new Date(Date.now() + hourMs);

  test('what is listed', async () => {
    const due = await row({ nextAttemptAt: ago(1_000) });
    const waiting = await row({ nextAttemptAt: later() });
    const failed = await row({ state: 'failed' });
    const back = await row({ state: 'undeliverable' });
    await row({ state: 'sent' });
    expect(await listed({})).toEqual(idsOf([due, waiting, failed]).sort());
    expect(await listed({ due: true })).toEqual([due.id]);
    expect(await listed({ failed: true })).toEqual(idsOf([failed, back]).sort());
    expect(await listed({ due: true, failed: true })).toEqual(idsOf([due, failed, back]).sort());
  });

  test('more than a page is listed once each', async () => {
    const { id: _, ...like } = await row();
    await db.insert(outbox).values(Array.from({ length: 1_000 }, () => ({ ...like, ...withNewId() })));
    const ids = await listed({});
    expect(ids).toHaveLength(1_001);
    expect(new Set(ids).size).toBe(1_001);
    expect(ids).toEqual(ids.toSorted());
  });
  const withNewId = () => {
    const id = newId();
    return { id, messageId: `<${id}@mx.test>` };
  };

  test('how one is shown', async () => {
    const number = await newTicket();
    const at = later();
    const queued = await row({ ticketNumber: number, nextAttemptAt: at, lastReply: '451 4.3.0', attempts: 2 });
    const failed = await row({ state: 'failed' });
    expect(await findInOutbox(db, queued.id)).toEqual({
      ...{ id: queued.id, ticket: `PT-${number}`, to: ada, state: 'queued', attempts: 2 },
      ...{ nextAttemptAt: at.toISOString(), lastReply: '451 4.3.0' },
    });
    expect(await findInOutbox(db, failed.id)).toMatchObject({ ticket: null, nextAttemptAt: null, lastReply: null });
    expect(await findInOutbox(db, newId())).toBeNull();
  });

  test.each([
    ['queued, and later than a lease', { nextAttemptAt: later() }, true, true],
    ['perhaps on its way', { nextAttemptAt: new Date(Date.now() + 1_000) }, false, false],
    ['given up', { state: 'failed' }, true, true],
    ['undeliverable', { state: 'undeliverable' }, true, false],
    ['sent', { state: 'sent' }, false, false],
  ] as const)('what is %s is tried again: alone %s, with all %s', async (_, values, alone, among) => {
    const { id } = await row({ ...values, attempts: 4, enhancedStatus: '4.2.2' });
    await row({ state: 'sent' });
    expect(idsOf(await retryOutbox(db, id))).toEqual(alone ? [id] : []);
    if (alone) {
      expect(await now(id)).toMatchObject({ state: 'queued', attempts: 0, enhancedStatus: null });
      expect(idsOf(await leaseDue(db, 5))).toEqual([id]);
    }
    const again = await row({ ...values, attempts: 4 });
    expect(idsOf(await retryAllOutbox(db))).toEqual(among ? [again.id] : []);
  });

  test('workers are told of what is to be tried again, and of nothing else', async () => {
    const { id } = await row({ state: 'failed' });
    const heard: string[] = [];
    await database.listen(outboxChanged, payload => heard.push(payload));
    await retryOutbox(db, newId());
    await retryOutbox(db, id);
    await db.execute(sql`select pg_notify(${outboxChanged}, 'last')`);
    await vi.waitFor(() => expect(heard).toContain('last'), 5_000);
    expect(heard).toEqual(['', 'last']);
  });

  test('how much waits, and since when', async () => {
    const nothing = { waiting: 0, due: 0, oldestDue: null, failed: 0 };
    expect(await outboxBacklog(db)).toEqual(nothing);
    const [old, older] = [ago(10_000), ago(20_000)];
    for (const nextAttemptAt of [old, older, later()]) await row({ nextAttemptAt });
    await row({ state: 'failed', nextAttemptAt: ago(hourMs) });
    await row({ state: 'undeliverable' });
    expect(await outboxBacklog(db)).toEqual({ waiting: 3, due: 2, oldestDue: older, failed: 1 });
  });

  test('why, and how much was given up', async () => {
    const since = ago(hourMs);
    expect(await whyNotSent(db, since)).toBeNull();
    await row();
    await row({ state: 'sent', lastReply: '250' });
    await row({ state: 'failed', lastReply: 'old', createdAt: ago(2 * hourMs) });
    expect(await whyNotSent(db, since)).toBeNull();
    expect(await countGivenUp(db, since)).toBe(0);
    // Neither what waits nor what was given up would say so alone.
    const replies = { often: ['queued', 'queued', 'failed', 'failed'], now: Array(3).fill('queued') } as const;
    for (const [lastReply, states] of Object.entries({ ...replies, before: Array(3).fill('failed') }))
      for (const state of states) await row({ state, lastReply });
    expect(await whyNotSent(db, since)).toBe('often');
    expect(await countGivenUp(db, since)).toBe(5);
  });

  test('what waits is parked with the reason', async () => {
    const waiting = [await row(), await row({ nextAttemptAt: later() })];
    const sent = await row({ state: 'sent' });
    expect(await parkOutbox(db, 'restored')).toBe(2);
    for (const { id } of waiting) expect(await now(id)).toMatchObject({ state: 'failed', lastReply: 'restored' });
    expect((await now(sent.id)).state).toBe('sent');
    expect(await parkOutbox(db, 'again')).toBe(0);
  });

  test('what was sent long ago is dropped, the oldest first, unless its ticket lives', async () => {
    const [open, closed] = [await newTicket(), await newTicket('closed')];
    const old = (hours: number, more: Values = {}) => row({ state: 'sent', createdAt: ago(hours * hourMs), ...more });
    const dropped = [await old(4), await old(3, { ticketNumber: closed })];
    const kept = [await old(9, { ticketNumber: open }), await old(9, { state: 'failed' }), await old(1)];
    expect(await dropSent(db, ago(2 * hourMs), 1)).toBe(1);
    expect(await db.$count(outbox, eq(outbox.id, dropped[0]!.id))).toBe(0);
    expect(await dropSent(db, ago(2 * hourMs), 10)).toBe(1);
    expect(await dropSent(db, ago(2 * hourMs), 10)).toBe(0);
    expect(idsOf(await db.select().from(outbox).orderBy(sql`id`))).toEqual(idsOf(kept).sort());
  });
});
