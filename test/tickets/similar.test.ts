// A receipt may name open tickets about the same incident; it must never name somebody else's.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type OpenDatabase, openDatabase } from '../../src/db/database.ts';
import type { Mailbox } from '../../src/mail/address.ts';
import { openTicketsNear } from '../../src/tickets/similar.ts';
import type { NewTicket, TicketRow } from '../../src/tickets/ticket.ts';
import { addEntry, addFollowers, openTicket } from '../../src/tickets/write.ts';
import { cloneDatabase } from '../support/database.ts';

const text = 'The calendar shows no slots for any doctor.';
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
  admittedBy: string | null = null,
): Promise<number[]> {
  const rollback = new Error('only to look');
  const found: number[] = [];
  const look = database.db.transaction(async tx => {
    const opened: TicketRow[] = [];
    for (const { follower, ...ticket } of [...earlier, { ...last, follower: undefined }]) {
      const requesterEmail = `somebody${author++}@elsewhere.test`;
      const row = await openTicket(tx, { subject: 'Calendar empty', requesterEmail, ...ticket });
      await addEntry(tx, row.number, { message: { kind: 'request', text }, attachments: [] });
      if (follower) await addFollowers(tx, row.number, [{ address: follower, name: '' } as unknown as Mailbox]);
      opened.push(row);
    }
    for (const { key } of await openTicketsNear(tx, opened.at(-1)!, admittedBy))
      found.push(opened.findIndex(({ number }) => key === `PT-${number}`));
    throw rollback;
  });
  await expect(look).rejects.toBe(rollback);
  return found.toSorted();
}

test('of the same organisation, whoever asked', async () => {
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
  expect(await near(others, { requesterEmail: 'ada@clinic.test' }, '@clinic.test')).toEqual([0]);
  expect(await near(others, { requesterEmail: 'ada@clinic.test' }, 'ada@clinic.test')).toEqual([]);
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
