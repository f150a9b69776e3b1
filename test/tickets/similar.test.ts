// A receipt may name open tickets about the same incident; it must never name somebody else's.
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type OpenDatabase, openDatabase } from '../../src/db/database.ts';
import type { Mailbox } from '../../src/mail/address.ts';
import { openTicketsNear, profileIn, tellingWords, vectorOf } from '../../src/tickets/similar.ts';
import type { NewTicket, TicketRow } from '../../src/tickets/ticket.ts';
import { ticketsNear } from '../../src/tickets/together/near.ts';
import { addFollowers, openTicket, updateTicket } from '../../src/tickets/write.ts';
import { profileOf } from '../../src/triage/incident/likeness.ts';
import { cloneDatabase } from '../support/database.ts';

const profile = profileOf({ subject: 'Calendar empty', text: 'The calendar shows no slots for any doctor.' });
const words = vectorOf(profile);
let database: OpenDatabase;
beforeAll(async () => {
  database = openDatabase(await cloneDatabase(), 2);
});
afterAll(() => database.close());

let author = 0;
/** Opens the tickets in an empty desk of their own, and asks for those near to the last one. */
async function near(
  earlier: (Partial<NewTicket> & { follower?: string })[],
  last: Partial<NewTicket>,
  { admittedBy = null, toAgents = false }: { admittedBy?: string | null; toAgents?: boolean } = {},
): Promise<number[]> {
  const rollback = new Error('only to look');
  const found: number[] = [];
  const look = database.db.transaction(async tx => {
    const opened: TicketRow[] = [];
    for (const { follower, ...ticket } of [...earlier, { ...last, follower: undefined }]) {
      const requesterEmail = `somebody${author++}@elsewhere.test`;
      const row = await openTicket(tx, { subject: 'Calendar empty', requesterEmail, words, ...ticket });
      if (follower) await addFollowers(tx, row.number, [{ address: follower, name: '' } as unknown as Mailbox]);
      opened.push(row);
    }
    const ticket = opened.at(-1)!;
    const { candidates, background } = await openTicketsNear(tx, ticket, { profile, admittedBy });
    // A batch asks for what the database does not have yet, and is told the same.
    await updateTicket(tx, ticket.number, { status: 'closed' });
    const asked = { ...ticket, author: ticket.requesterEmail, at: ticket.createdAt.toISOString() };
    const domain = admittedBy?.startsWith('@') ? admittedBy : null;
    const together = await ticketsNear(tx, [{ ...asked, n: 0, domain, words: tellingWords(profile, background) }]);
    expect(together.get(0)).toEqual(candidates);
    for (const { key, isVisible } of candidates) {
      if (isVisible || toAgents) found.push(opened.findIndex(({ number }) => key === `PT-${number}`));
    }
    throw rollback;
  });
  await expect(look).rejects.toBe(rollback);
  return found.toSorted();
}

test('of the same organisation, of any requester', async () => {
  expect(await near([{ organisation: 'Aurora' }, { organisation: 'Boreal' }, {}], { organisation: 'Aurora' })).toEqual([
    0,
  ]);
});

test('without an organisation only his own, and those that he follows', async () => {
  const requesterEmail = 'ada@gmail.test';
  const others = [{ requesterEmail }, { requesterEmail: 'eve@gmail.test' }, { follower: requesterEmail }, {}];
  expect(await near(others, { requesterEmail })).toEqual([0, 2]);
});

test('of the same domain where the directory admits the whole domain, and not of one that ends alike', async () => {
  const others = [
    { requesterEmail: 'bob@clinic.test' },
    { requesterEmail: 'eve@evilclinic.test' },
    { requesterEmail: 'eve@clinic.test', organisation: 'Aurora' },
  ];
  expect(await near(others, { requesterEmail: 'ada@clinic.test' }, { admittedBy: '@clinic.test' })).toEqual([0]);
  expect(await near(others, { requesterEmail: 'ada@clinic.test' }, { admittedBy: 'ada@clinic.test' })).toEqual([]);
});

test('naming an instance of others opens nothing; another instance than the own rules out', async () => {
  expect(
    await near([{ organisation: 'Boreal', instance: 'tt_b' }], { organisation: 'Aurora', instance: 'tt_b' }),
  ).toEqual([]);
  const own = [
    { organisation: 'Aurora', instance: 'tt_a' },
    { organisation: 'Aurora', instance: 'tt_b' },
    { organisation: 'Aurora' },
  ];
  expect(await near(own, { organisation: 'Aurora', instance: 'tt_b' })).toEqual([1, 2]);
});

test('neither what is done nor what lies a month back', async () => {
  const organisation = 'Aurora';
  const monthAgo = new Date(Date.now() - 31 * 86_400_000);
  const others = [
    { organisation, status: 'resolved' as const },
    { organisation, status: 'closed' as const },
    { organisation, createdAt: monthAgo },
    { organisation, status: 'pending' as const },
  ];
  expect(await near(others, { organisation })).toEqual([3]);
});

test('agents hear of the same instance too, of any requester, where the directory knows it', async () => {
  const others = [{ organisation: 'Boreal', instance: 'tt_b' }, { organisation: 'Boreal' }];
  const own = { organisation: 'Aurora', instance: 'tt_b' };
  expect(await near(others, { ...own, instanceKnown: true }, { toAgents: true })).toEqual([0]);
  expect(await near(others, { ...own, instanceKnown: true })).toEqual([]);
  expect(await near(others, own, { toAgents: true })).toEqual([]);
});

test('among many, those that share its rare words, however old within the month', async () => {
  const organisation = 'Aurora';
  const weekAgo = new Date(Date.now() - 7 * 86_400_000);
  const daily = (at: number) =>
    vectorOf(profileOf({ subject: `Calendar of doctor number${at}`, text: 'Which slots are free in the calendar?' }));
  const others = Array.from({ length: 150 }, (_, at) => ({ organisation, words: daily(at), createdAt: weekAgo }));
  const old = { organisation, createdAt: weekAgo };
  expect(await near([old, ...others], { organisation, words })).toEqual([0]);
});

test('what everybody reports since an hour ago is found, though everybody says the same', async () => {
  const organisation = 'Aurora';
  const weekAgo = new Date(Date.now() - 7 * 86_400_000);
  const other = vectorOf(profileOf({ subject: 'Fax', text: 'The fax number on the letterhead is outdated.' }));
  const before = Array.from({ length: 60 }, () => ({ organisation, words: other, createdAt: weekAgo }));
  const outage = Array.from({ length: 80 }, () => ({ organisation }));
  expect(await near([...before, ...outage], { organisation })).toHaveLength(12);
});

test('a vector holds what the profile holds, in any script', async () => {
  const said = {
    subject: "L'agenda è vuota: 00305 'x' \\ 日本語",
    text: 'Ошибка сервера — ação ß & | ! ( ) <-> :* :1A',
  };
  const { rows } = await database.db.execute<{ words: string }>(
    sql`select ${vectorOf(profileOf(said))}::tsvector::text as words`,
  );
  expect(profileIn(rows[0]!.words)).toEqual(new Map([...profileOf(said)]));
});

test('of a storm the newest, among as many of another organisation', async () => {
  const organisation = 'Aurora';
  const createdAt = new Date(Date.now() - 2 * 86_400_000);
  const usual = vectorOf(profileOf({ subject: 'Printer jams', text: 'The printer of the second floor jams again.' }));
  const before = Array.from({ length: 30 }, () => ({ organisation, createdAt, words: usual }));
  const storm = Array.from({ length: 150 }, (_, at) => ({ organisation: at % 3 === 0 ? 'Boreal' : organisation }));
  const found = await near([...before, ...storm], { organisation });
  expect(found).toHaveLength(12);
  expect(found.every(at => at > 120 && at % 3 !== 0)).toBe(true);
});
