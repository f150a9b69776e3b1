import { type SQL, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { act } from '../../src/actions/act.ts';
import type { Actor } from '../../src/desk/actor.ts';
import type { Address } from '../../src/mail/address.ts';
import { countTickets, findTickets } from '../../src/search/find-tickets.ts';
import { parseQuery } from '../../src/search/query.ts';
import { noteRead } from '../../src/tickets/views/desk-thread.ts';
import { visibleTo } from '../../src/tickets/views/visible.ts';
import { openDesk, type TestDesk } from '../support/desk.ts';

const [ada, iris, sam] = ['ada@clinic.test', 'iris@clinic.test', 'sam@desk.test'] as [Address, Address, Address];
const agent: Actor = { as: 'agent', mailbox: { address: sam, name: 'Sam' }, via: 'page' };
let desk: TestDesk;
let [calendar, reminder, booking] = [0, 0, 0];

beforeAll(async () => {
  desk = await openDesk([
    { email: ada, name: 'Ada Ferri', role: 'admin', organisation: 'Centro San Rafael', instances: ['tt_sanrafael'] },
    { email: iris, role: 'admin' },
    { email: sam, name: 'Sam', role: 'agent' },
  ]);
  const open = async (mail: Parameters<TestDesk['write']>[0]) => (await desk.write(mail)).ticket!;
  calendar = await open({
    from: ada,
    subject: 'Calendar stays empty [HIGH]',
    text: 'Since nine the calendário stays empty for everybody at reception. Error (504), booking no. 88213.',
    cc: 'Tom Blau <tom@outside.test>',
    id: '<calendar.1@clinic.test>',
  });
  reminder = await open({ from: iris, subject: 'Reminders arrive twice', text: 'Straße: the SMS comes two times.' });
  booking = await open({ from: iris, subject: 'Prenotazione', text: 'Empty, it stays. Календа́рь пуст.' });
  await desk.db.transaction(tx =>
    act(tx, reminder, [{ do: 'note', text: 'The gateway at Telco repeats them: zanzibar.' }], agent, desk.desk),
  );
});
afterAll(() => desk.close());

const search = async (text: string, { findsNotes = true, email = sam, sees = 'all' as SQL | 'all' } = {}) => {
  const found = await findTickets(desk.db, parseQuery(text), { viewer: { email, sees, findsNotes }, limit: 50 });
  return found.rows.map(({ number }) => number).sort();
};

describe('words', () => {
  test('of subject, texts, people, files and instance are found, whatever their case and accents', async () => {
    for (const words of [
      'calendar',
      'CALENDAR',
      'calendario',
      'reception ',
      '88213',
      'rafael',
      'ada@clinic.test ',
      'tom@outside.test',
      'ferri',
      'blau 504',
    ])
      expect(await search(words), words).toEqual([calendar]);
    expect(await search('strasse')).toEqual([reminder]);
    expect(await search('КАЛЕНДАРЬ')).toEqual([booking]);
  });
  test('all of them must be there, and the last one may be unfinished', async () => {
    expect(await search('empty recep')).toEqual([calendar]);
    expect(await search('empty recep ')).toEqual([]);
    expect(await search('emp')).toEqual([calendar, booking]);
    expect(await search('empty -booking ')).toEqual([booking]);
  });
  test('a phrase is one after the other, over punctuation', async () => {
    expect(await search('"stays empty"')).toEqual([calendar]);
    expect(await search('"empty it stays"')).toEqual([booking]);
    expect(await search('"tays empt"')).toEqual([]);
  });
  test('of notes are found by agents only', async () => {
    expect(await search('zanzibar')).toEqual([reminder]);
    expect(await search('zanzibar', { findsNotes: false, email: iris })).toEqual([]);
    expect(await search('"repeats them"', { findsNotes: false, email: iris })).toEqual([]);
  });
});

describe('keys', () => {
  test('narrow the list', async () => {
    for (const [query, numbers] of [
      ['priority:high', [calendar]],
      ['priority:none', [reminder, booking]],
      ['status:new', [calendar, reminder, booking]],
      ['-status:new', []],
      ['from:ada@clinic.test', [calendar]],
      ['from:@clinic.test -from:ada', [reminder, booking]],
      ['instance:TT_sanrafael', [calendar]],
      ['organisation:"centro san rafael"', [calendar]],
      ['agent:none after:1d', [calendar, reminder, booking]],
      ['agent:me', []],
      ['has:file', []],
      ['is:unread', [calendar, reminder, booking]],
      ['is:failing', []],
      ['before:2020-01-01', []],
    ] as const)
      expect(await search(query), query).toEqual([...numbers]);
  });
  test('go straight to the ticket', async () => {
    expect(await search(`PT-${reminder}`)).toEqual([reminder]);
    expect(await search('<calendar.1@clinic.test>')).toEqual([calendar]);
    const [row] = (
      await desk.db.execute<{ message_id: string }>(
        sql`select message_id from outbox where ticket_number = ${booking} limit 1`,
      )
    ).rows;
    expect(await search(row!.message_id)).toEqual([booking]);
  });
});

test('words go with what moves: a merge brings them, its undo takes them back, a change of instance counts', async () => {
  const doAll = (number: number, action: Parameters<typeof act>[2][number]) =>
    desk.db.transaction(tx => act(tx, number, [action], agent, desk.desk));
  await doAll(reminder, { do: 'merge', into: booking, confirmed: true });
  expect(await search('telco')).toEqual([booking]);
  await doAll(booking, { do: 'undo' });
  expect(await search('telco')).toEqual([reminder]);
  await doAll(reminder, { do: 'set', fields: { instance: 'Ospedale Maggiore' } });
  expect(await search('maggiore')).toEqual([reminder]);
});

test('a page follows the other without loss or repetition, and counts stop', async () => {
  for (let at = 0; at < 7; at += 1) await desk.write({ from: ada, subject: `Serial ${at}`, text: 'One of many.' });
  const viewer = { email: sam, sees: 'all', findsNotes: true } as const;
  for (const text of ['serial ', '"one of many"', '']) {
    const query = parseQuery(text);
    const seen: number[] = [];
    for (let after: string | null | undefined; after !== null; ) {
      const found = await findTickets(desk.db, query, { viewer, limit: 3, ...(after ? { after } : {}) });
      seen.push(...found.rows.map(({ number }) => number));
      after = found.next;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBe(text === '' ? 10 : 7);
  }
  expect(await countTickets(desk.db, parseQuery('serial '), { viewer, most: 5 })).toBe(5);
  expect(await countTickets(desk.db, parseQuery('serial '), { viewer, most: 50 })).toBe(7);
});

test('what agents do among themselves moves a ticket in their own lists alone', async () => {
  const reader = {
    email: iris,
    role: 'admin',
    organisation: null,
    seesOrganisation: false,
    ownsTickets: true,
  } as const;
  const list = async (sees: SQL | 'all') => {
    const viewer = { email: iris, sees, findsNotes: sees === 'all' };
    const { rows } = await findTickets(desk.db, parseQuery(`from:${iris}`), { viewer, limit: 2 });
    return rows.map(({ number, changedAt }) => ({ number, changedAt }));
  };
  const own = () => list(visibleTo(reader));
  const doAll = (number: number, ...actions: Parameters<typeof act>[2]) =>
    desk.db.transaction(tx => act(tx, number, actions, agent, desk.desk));
  const inOrder = (rows: readonly { number: number }[]) => rows.map(({ number }) => number);
  await doAll(reminder, { do: 'answer', text: 'We look at it.' });
  const before = await own();
  expect([inOrder(before), inOrder(await list('all'))]).toEqual(Array(2).fill([reminder, booking]));
  await doAll(booking, { do: 'note', text: 'Known since May.' }, { do: 'set', fields: { assignee: sam } });
  expect(inOrder(await list('all'))).toEqual([booking, reminder]);
  expect(await own()).toEqual(before);
  await doAll(booking, { do: 'set', fields: { priority: 'low' } });
  expect(inOrder(await own())).toEqual([booking, reminder]);
});

test('beside a ticket stands what its agent has not read and what waits', async () => {
  const flags = async () => {
    const viewer = { email: sam, sees: 'all', findsNotes: true } as const;
    const { rows } = await findTickets(desk.db, parseQuery(`from:${ada}`), { viewer, limit: 50, flagsFor: sam });
    return rows.filter(({ number }) => number === calendar).map(row => [row.isUnread, row.isFailing, row.isHeld]);
  };
  expect(await flags()).toEqual([[true, false, false]]);
  await noteRead(desk.db, { email: sam, ticketNumber: calendar, entry: 1_000_000 });
  await desk.db.execute(sql`update outbox set state = 'failed' where ticket_number = ${calendar}`);
  await desk.db.execute(
    sql`update mails set held_for = ${calendar}, disposition = 'held' where ticket_number = ${calendar}`,
  );
  expect(await flags()).toEqual([[false, true, true]]);
});

test('hostile queries are words', async () => {
  for (const text of [
    "'; drop table tickets; --",
    "a' & b",
    '\\',
    "x:y'",
    '"\'',
    '!!! | & <-> :*',
    '%',
    'a\u0000b',
    '𝔘 İ',
  ])
    expect(await search(text), text).toBeInstanceOf(Array);
});

test('more words than a tsvector holds do not keep a mail out', async () => {
  const many = Array.from({ length: 60_000 }, (_, at) => `w${at.toString(36)}zzzzzzzzzzzzzzzzzzzzzz`).join(' ');
  const { ticket } = await desk.write({ from: ada, subject: 'Tombola', text: many });
  expect(await search('tombola')).toEqual([ticket]);
});

describe('a thread of many words', () => {
  let long = 0;
  const say = (kind: 'reply' | 'note', text: string) =>
    desk.db.transaction(tx =>
      tx.execute(
        sql`insert into messages (ticket_number, kind, author_email, text) values (${long}, ${kind}, ${iris}, ${text})`,
      ),
    );
  const rows = async () =>
    (
      await desk.db.execute<{ n: number }>(
        sql`select count(*)::int as n from entry_words where ticket_number = ${long}`,
      )
    ).rows[0]!.n;

  beforeAll(async () => {
    long = (await desk.write({ from: iris, subject: 'Saga', text: 'It begins with an aardvark.' })).ticket!;
    for (let at = 0; at < 4; at++)
      await say('reply', Array.from({ length: 400 }, (_, word) => `filler${at}x${word}`).join(' '));
    await say('reply', 'Here comes the marmalade.');
    await say('reply', 'And there the bassoon plays.');
    await say('note', 'Between us: quicksilver.');
    await desk.db.execute(sql`insert into attachments (message_row, name, content_type, size, sha256, inline, key)
      select max(id), 'nightingale.pdf', 'application/pdf', 1, '', false, 'parts/x' from messages where ticket_number = ${long}`);
  });

  test('is found by words of its first entries, of later ones with rows of their own, and of both', async () => {
    expect(await rows()).toBe(4);
    for (const words of [
      'aardvark',
      'marmalade',
      'marmalade aardvark',
      'bassoon marmalade iris',
      'filler3x399 saga',
      '"the bassoon plays"',
      'bassoo',
      'nightingale',
      'quicksilver aardvark ',
    ])
      expect(await search(words), words).toEqual([long]);
    expect(await search('marmalade calendar')).toEqual([]);
    expect(await search('"marmalade bassoon"')).toEqual([]);
    expect(await search('quicksilver', { findsNotes: false })).toEqual([]);
    expect(await search('saga -bassoon')).toEqual([]);
    expect(await search('saga -quicksilver', { findsNotes: false })).toEqual([long]);
    const count = (text: string) =>
      countTickets(desk.db, parseQuery(text), { viewer: { email: sam, sees: 'all', findsNotes: true }, most: 9 });
    expect([await count('marmalade aardvark '), await count('marmalade calendar ')]).toEqual([1, 0]);
  });
  test('and no more by what was taken out of it', async () => {
    await desk.db.execute(
      sql`update messages set text = 'erased' where ticket_number = ${long} and text like '%bassoon%'`,
    );
    expect([await search('bassoon'), await search('erased marmalade aardvark')]).toEqual([[], [long]]);
    await say('reply', 'At last the zeppelin.');
    expect([await rows(), await search('zeppelin marmalade aardvark')]).toEqual([1, [long]]);
  });
});
