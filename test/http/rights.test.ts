// Who sees a ticket: the pure function, the list's question to the database and the pages agree, for every kind of
// reader and ticket.
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from '../../src/db/database.ts';
import { followers } from '../../src/db/schema/followers.ts';
import { tickets } from '../../src/db/schema/tickets.ts';
import {
  areas,
  canSee,
  mayEnter,
  mayOnPage,
  type PageRight,
  pageRights,
  type Standing,
  standingOn,
} from '../../src/http/rights.ts';
import type { Address } from '../../src/mail/address.ts';
import type { Viewer } from '../../src/signin/who.ts';
import { accessTo, listVisible } from '../../src/tickets/views/visible.ts';
import { cloneDatabase } from '../support/database.ts';

const people = ['ada@a.test', 'bea@a.test', 'max@b.test', 'zoe@c.test'] as Address[];
const organisations = ['A', 'B', null];
const viewer = fc.record({
  email: fc.constantFrom(...people),
  name: fc.constant(''),
  role: fc.constantFrom('admin' as const, 'agent' as const, 'guest' as const),
  organisation: fc.constantFrom(...organisations),
  seesOrganisation: fc.boolean(),
  ownsTickets: fc.boolean(),
  instances: fc.constant([]),
  locale: fc.constant(null),
});

const standings: (Standing | null)[] = ['agent', 'requester', 'follower', 'colleague', null];
const table: Record<PageRight, readonly boolean[]> = {
  see: [true, true, true, true, false],
  'see-notes': [true, false, false, false, false],
  'see-raw': [true, false, false, false, false],
  'see-stories': [true, false, false, false, false],
  reply: [false, true, true, true, false],
  answer: [true, false, false, false, false],
  note: [true, false, false, false, false],
  'open-or-resolve': [true, true, false, false, false],
  'set-priority': [true, true, false, false, false],
  'set-instance': [true, true, false, false, false],
  'set-status': [true, false, false, false, false],
  'set-assignee': [true, false, false, false, false],
  follow: [true, true, false, false, false],
  unfollow: [true, true, false, false, false],
  leave: [false, false, true, false, false],
  'let-in': [true, true, false, false, false],
  'keep-out': [true, true, false, false, false],
  merge: [true, false, false, false, false],
  split: [true, false, false, false, false],
  undo: [true, false, false, false, false],
};

test('each standing has the rights of the table, and nobody else has any', () => {
  for (const right of Object.keys(pageRights) as PageRight[])
    expect(
      standings.map(standing => mayOnPage(right, standing)),
      right,
    ).toEqual(table[right]);
});
test('pages about no ticket are for the roles that they are for', () => {
  const as = (role: Viewer['role']) => ({ role }) as Viewer;
  for (const area of ['held', 'mail', 'directory', 'operation'] as const)
    expect(
      [mayEnter(area, as('admin')), mayEnter(area, as('guest')), mayEnter(area, as('agent')), mayEnter(area, null)],
      area,
    ).toEqual([false, false, true, false]);
  expect([mayEnter('new', as('guest')), mayEnter('new', as('admin')), mayEnter('tickets', as('guest'))]).toEqual([
    false,
    true,
    true,
  ]);
  expect(Object.keys(areas).every(area => !mayEnter(area as keyof typeof areas, null))).toBe(true);
});
test('a person who was removed sees nothing but what he follows since', () => {
  const gone = {
    email: 'ada@a.test' as Address,
    role: 'guest',
    ownsTickets: false,
    organisation: null,
    seesOrganisation: false,
  } as unknown as Viewer;
  const ticket = { requesterEmail: 'ada@a.test', organisation: 'A' };
  expect([canSee(gone, { ...ticket, isFollowed: false }), standingOn(gone, { ...ticket, isFollowed: true })]).toEqual([
    false,
    'follower',
  ]);
});

let database: ReturnType<typeof openDatabase>;
const numbers: number[] = [];
beforeAll(async () => {
  database = openDatabase(await cloneDatabase());
  const { db } = database;
  for (const requesterEmail of people) {
    for (const organisation of organisations) {
      for (const states of [[], ['following'], ['left'], ['barred']] as const) {
        const [row] = await db
          .insert(tickets)
          .values({ subject: `${requesterEmail} ${organisation}`, requesterEmail, organisation })
          .returning();
        numbers.push(row!.number);
        for (const state of states)
          await db
            .insert(followers)
            .values(
              people
                .filter(email => email !== requesterEmail)
                .map(email => ({ ticketNumber: row!.number, email, state })),
            );
      }
    }
  }
});
afterAll(() => database.close());

test('the list shows exactly the tickets that the function lets see', async () => {
  await fc.assert(
    fc.asyncProperty(viewer, async reader => {
      const listed: number[] = [];
      let after: string | null | undefined;
      do {
        const page = await listVisible(database.db, reader, after ? { after } : {});
        listed.push(...page.items.map(({ number }) => number));
        after = page.next;
      } while (after);
      const seen: number[] = [];
      for (const number of numbers) {
        const access = await accessTo(database.db, reader.email, number);
        if (access && canSee(reader, access)) seen.push(number);
      }
      expect(listed.toSorted((a, b) => a - b)).toEqual(seen);
      expect(new Set(listed).size).toBe(listed.length);
    }),
    { numRuns: 40 },
  );
});
