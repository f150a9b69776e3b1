// Mails that open tickets together: each as it would alone, and what cannot go with them ends the batch.
import { asc, eq, inArray } from 'drizzle-orm';
import { afterAll, describe, expect, test } from 'vitest';
import { openDatabase } from '../../src/db/database.ts';
import { followers } from '../../src/db/schema/followers.ts';
import { mails } from '../../src/db/schema/mails.ts';
import { messages } from '../../src/db/schema/messages.ts';
import { outbox } from '../../src/db/schema/outbox.ts';
import { tickets } from '../../src/db/schema/tickets.ts';
import type { Readable } from '../../src/filing/together/candidate.ts';
import type { Lane } from '../../src/filing/together/file-together.ts';
import { openTogether } from '../../src/filing/together/open-together.ts';
import { replyTogether } from '../../src/filing/together/reply-together.ts';
import type { Address } from '../../src/mail/address.ts';
import { newId } from '../../src/mail/new-id.ts';
import { signReturnPath } from '../../src/tokens/return-path.ts';
import { cloneDatabase } from '../support/database.ts';
import { ada, bob, desk, eve, readable, replyAddress, sam, support, type Written } from '../support/memory-desk.ts';

const database = openDatabase(await cloneDatabase(), 2);
const { db } = database;
afterAll(() => database.close());

const returnPath = signReturnPath(support, '01jd3x5k8m2n4p6q7r9s0t1v2w', desk.keys[0]!);
/** Its Content-Type is not signed, and says that it is a report. */
const unsigned: Written = {
  fields: ['Content-Type: multipart/report; boundary=b'],
  text: '--b\n\nIt is down.\n--b--',
  admitted: { coveredFields: ['from', 'to', 'subject'] },
};

let turn = 0;
const come = (written: Written) => {
  turn += 1;
  const own = written.fields?.some(field => field.startsWith('Message-ID')) ? [] : [`Message-ID: <${turn}@x.test>`];
  const fields = [...own, ...(written.fields ?? [])];
  const mail = { id: newId(), receivedAt: new Date().toISOString(), ...written.mail };
  return readable({ text: `Matter ${turn} of its own.`, ...written, fields, mail });
};
const comeBy =
  (lane: Lane) =>
  async (...all: Written[]) => {
    const read: Readable[] = [];
    for (const written of all) read.push(await come(written));
    const { filed, letters } = await lane(db, read, { desk, leaseMs: 5_000 });
    return { read, filed, letters, went: read.map(({ mail }) => filed.has(mail.id)) };
  };
const batch = comeBy(openTogether);

test('each opens a ticket of its own, in their order, and finds those before it', async () => {
  const text = 'The scanner on ward three beeps and reads no wristband.';
  const [zoe, alias] = ['zoe@corp.test', 'ada.two@clinic.test'] as [Address, Address];
  const { read, filed, letters, went } = await batch(
    {
      from: ada,
      subject: 'Scanner',
      text: `Priority: high\nInstance: tt_lakes\n\n${text}`,
      cc: `${sam}, ${bob}, ${zoe}`,
    },
    { from: zoe, subject: 'Fax' },
    { from: bob, subject: 'Wristbands', text: `Same here: ${text}` },
    { from: alias, subject: 'Menu', fields: ['Precedence: list', 'List-Id: <x.y>'] },
  );
  expect(went).toEqual([true, true, true, true]);
  const numbers = read.map(({ mail }) => filed.get(mail.id)!.ticketNumber!);
  expect(numbers).toEqual([0, 1, 2, 3].map(n => numbers[0]! + n));
  expect(filed.get(read[0]!.mail.id)).toEqual({ disposition: 'opened', ticketNumber: numbers[0] });
  const rows = await db.select().from(tickets).where(inArray(tickets.number, numbers)).orderBy(asc(tickets.number));
  expect(rows[0]).toMatchObject({
    ...{ subject: 'Scanner', instance: 'tt_lakes', instanceKnown: true, priority: 'high', status: 'new', locale: 'en' },
    ...{ requesterEmail: ada, requesterName: 'Ada', organisation: 'Clinic', assignee: null, followUpOf: null },
    createdAt: new Date(read[0]!.mail.receivedAt),
  });
  expect(rows[1]).toMatchObject({ requesterEmail: zoe, organisation: 'Corp', priority: null, instance: null });
  expect(rows[3]).toMatchObject({ requesterEmail: ada, subject: 'Menu' });
  const following = await db.select().from(followers).where(eq(followers.ticketNumber, numbers[0]!));
  expect(following.map(({ email }) => email).sort()).toEqual([bob, zoe]);
  const [entry] = await db.select().from(messages).where(eq(messages.ticketNumber, numbers[2]!));
  expect(entry).toMatchObject({ kind: 'request', text: `Same here: ${text}`, mailId: read[2]!.mail.id });
  const [mail] = await db.select().from(mails).where(eq(mails.id, read[2]!.mail.id));
  const found = `seems to be the incident of PT-${numbers[0]}`;
  expect(mail).toMatchObject({
    disposition: 'opened',
    subject: 'Wristbands',
    reasons: expect.arrayContaining([found]),
  });
  const told = letters.map(
    row => `${row.ticketNumber! - numbers[0]!} ${row.recipientEmail.split('@')[0]}=${row.notice.kind}`,
  );
  expect(told).toEqual([
    ...['0 ada=receipt', '0 bob=opened', '0 zoe=opened', '0 sam=new-ticket', '1 zoe=receipt', '1 sam=new-ticket'],
    ...['2 bob=receipt', '2 sam=new-ticket', '3 sam=new-ticket'],
  ]);
  const receipt = letters.find(row => row.recipientEmail === bob && row.notice.kind === 'receipt')!;
  expect(receipt.notice).toMatchObject({ similar: [{ key: `PT-${numbers[0]}` }] });
  expect(receipt).toMatchObject({ state: 'queued', attempts: 0, heldBack: false, sentAt: null, lastReply: null });
  expect(receipt.references).toEqual([read[2]!.read.message.messageId]);
  expect(receipt.ticket.key).toBe(`PT-${numbers[2]}`);
  expect(receipt.nextAttemptAt.getTime()).toBeGreaterThan(Date.now());
  const [row] = await db.select().from(outbox).where(eq(outbox.id, receipt.id));
  expect(row).toEqual({ ...receipt, createdAt: row!.createdAt, entry: row!.entry });
});

test('a later batch finds what an earlier one opened', async () => {
  const text = 'The letterhead prints the telephone number of the former owner.';
  const first = await batch({ from: ada, subject: 'Letterhead', text });
  const { letters } = await batch({ from: bob, subject: 'Owner', text: `Wrong telephone number: ${text}` });
  const { ticketNumber } = first.filed.get(first.read[0]!.mail.id)!;
  expect(letters[0]!.notice).toMatchObject({ kind: 'receipt', similar: [{ key: `PT-${ticketNumber}` }] });
});

test('nothing is asked of the database where no mail can go', async () => {
  const none = { filed: new Map(), letters: [] };
  for (const lane of [openTogether, replyTogether]) {
    const mail = await come({ text: '#high\nx', from: eve });
    expect(await lane(null as never, [mail], { desk, leaseMs: 1 })).toEqual(none);
    expect(await lane(null as never, [], { desk, leaseMs: 1 })).toEqual(none);
  }
});

test.each<[string, Written, Written, boolean[]]>([
  [
    'says the same',
    { from: ada, text: 'Again and again.' },
    { from: ada, text: 'Again and again.' },
    [true, false, false],
  ],
  [
    'is by another',
    { from: ada, text: 'Again and still.' },
    { from: bob, text: 'Again and still.' },
    [true, true, true],
  ],
])('the next one that %s ends the batch or goes along', async (_, first, second, went) => {
  expect((await batch(first, second, { from: bob })).went).toEqual(went);
});

test('what was filed or said before goes by itself, and what only waits to be filed goes along', async () => {
  const known = async (disposition: 'pending' | 'held') => {
    const read = await come({ from: ada });
    const { id, receivedAt } = read.mail;
    await db.insert(mails).values({ id, receivedAt: new Date(receivedAt), rcptTo: [], size: 1, disposition });
    return (await openTogether(db, [read], { desk, leaseMs: 1 })).filed.size;
  };
  expect([await known('pending'), await known('held')]).toEqual([1, 0]);
  const text = 'Said once before.';
  expect((await batch({ from: ada, text })).went).toEqual([true]);
  expect((await batch({ from: ada, text })).went).toEqual([false]);
});

test('where mail to somebody fails again and again each goes by itself', async () => {
  const who = `${newId()}@corp.test` as Address;
  const { letters } = await batch({ from: who }, { from: who }, { from: who });
  const ids = letters.filter(({ recipientEmail }) => recipientEmail === who).map(({ id }) => id);
  expect(ids).toHaveLength(3);
  const failed = { state: 'failed', enhancedStatus: '5.1.1', createdAt: new Date(Date.now() + 1_000) } as const;
  await db.update(outbox).set(failed).where(inArray(outbox.id, ids));
  expect((await batch({ from: who })).went).toEqual([false]);
  expect((await batch({ from: bob, cc: who })).went).toEqual([false]);
  expect((await batch({ from: bob })).went).toEqual([true]);
});

test('where somebody copied in has answered already it goes by itself, which lets that answer in', async () => {
  const held = { receivedAt: new Date(), rcptTo: [], size: 1, disposition: 'held' } as const;
  const went = async (cc?: string) => {
    const id = `<x${newId()}@y.test>`;
    await db.insert(mails).values({ id: newId(), ...held, rcptTo: [], author: bob, awaitsMessageIds: [id] });
    return (await batch({ from: ada, ...(cc ? { cc } : {}), fields: [`Message-ID: ${id}`] })).went;
  };
  expect([await went(bob), await went()]).toEqual([[false], [true]]);
});

describe('replies', () => {
  const ticketOf = async (from = ada): Promise<number> => {
    const { read, filed } = await batch({ from });
    return filed.get(read[0]!.mail.id)!.ticketNumber!;
  };
  const to = (number: number, from: Address = ada): Written => ({ from, rcptTo: [replyAddress(from, number)] });
  const reply = comeBy(replyTogether);

  test('each is an entry on its ticket, and others are told', async () => {
    const [one, two] = [await ticketOf(), await ticketOf(bob)];
    const { read, filed, letters, went } = await reply(to(one), to(two, sam), to(two, bob));
    expect(went, 'one for each ticket').toEqual([true, true, false]);
    const ids = read.map(({ mail }) => mail.id);
    expect(filed.get(ids[0]!)).toEqual({ disposition: 'added', ticketNumber: one });
    const told = letters.map(({ ticketNumber, recipientEmail, notice }) => [ticketNumber, recipientEmail, notice.kind]);
    expect(told).toEqual([
      [one, sam, 'reply'],
      [two, bob, 'answer'],
    ]);
    const [row] = await db.select().from(outbox).where(eq(outbox.id, letters[1]!.id));
    expect(row).toEqual({ ...letters[1]!, createdAt: row!.createdAt, entry: row!.entry });
    const [entry] = await db.select().from(messages).where(eq(messages.mailId, ids[1]!));
    expect(entry).toMatchObject({ kind: 'answer', ticketNumber: two, authorEmail: sam });
  });

  test.each<[string, (number: number) => Written, boolean]>([
    ['with a command', number => ({ ...to(number), text: '#high' }), true],
    ['that copies in a stranger', number => ({ ...to(number), cc: eve }), false],
    ['by a program', number => ({ ...to(number), fields: ['Auto-Submitted: auto-replied'] }), true],
    ['written on a page', number => ({ ...to(number), mail: { via: 'form' } }), false],
    ['that is held', number => ({ ...to(number), admitted: { hold: true } }), false],
    ['that was let in', number => ({ ...to(number), admitted: { released: true } }), false],
    ['of nobody', number => ({ ...to(number), mail: { author: null } }), false],
    ['of ours', number => ({ ...to(number), from: support }), false],
    ['to no ticket', () => ({ from: ada, subject: 'Re: Portal' }), false],
    ['to a ticket that is not there', () => to(4_000_000), false],
    ['to a return path, too', number => ({ ...to(number), rcptTo: [replyAddress(ada, number), returnPath] }), false],
    ['that opens a ticket', number => ({ ...to(number), text: '#not-this-ticket\nThe fax.' }), false],
    ['that only a signature covers', number => ({ ...to(number), ...unsigned }), false],
  ])('a mail %s', async (_, written, isFiled) => {
    const number = await ticketOf();
    const { went } = await reply(to(await ticketOf(bob), bob), written(number));
    expect(went).toEqual([true, isFiled]);
  });

  test('what was filed before goes by itself, and what only waits to be filed goes along', async () => {
    const number = await ticketOf();
    const known = async (disposition: 'pending' | 'held') => {
      const read = await come(to(number));
      const { id, receivedAt } = read.mail;
      await db.insert(mails).values({ id, receivedAt: new Date(receivedAt), rcptTo: [], size: 1, disposition });
      return (await replyTogether(db, [read], { desk, leaseMs: 1 })).filed.size;
    };
    expect([await known('pending'), await known('held')]).toEqual([1, 0]);
    const read = await come(to(number));
    const again = { ...read, mail: { ...read.mail, id: newId() } };
    const filed = async (mail: typeof read) => (await replyTogether(db, [mail], { desk, leaseMs: 1 })).filed.size;
    expect([await filed(read), await filed(again)]).toEqual([1, 0]);
  });

  test('one on a ticket that is in use goes by itself, and does not wait for it', async () => {
    const [busy, free] = [await ticketOf(), await ticketOf(bob)];
    await db.transaction(async tx => {
      await tx.select().from(tickets).where(eq(tickets.number, busy)).for('update');
      expect((await reply(to(busy), to(free, bob))).went).toEqual([false, true]);
      expect((await reply(to(busy))).went).toEqual([false]);
    });
    expect((await reply(to(busy))).went).toEqual([true]);
  });
});
