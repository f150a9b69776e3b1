// Who sees a ticket: the pure function, the list's question to the database and the pages agree, for every kind of
// reader and ticket.

import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from '../../src/db/database.ts';
import { followers } from '../../src/db/schema/followers.ts';
import { tickets } from '../../src/db/schema/tickets.ts';
import {
  areas,
  may,
  type Right,
  type Standing,
  standingOn,
  type TicketRight,
  ticketRights,
} from '../../src/http/rights.ts';
import { searchFor } from '../../src/http/searching.ts';
import type { Address } from '../../src/mail/address.ts';
import type { Viewer } from '../../src/signin/who.ts';
import { accessTo } from '../../src/tickets/views/visible.ts';
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
const table: Record<TicketRight, readonly boolean[]> = {
  see: [true, true, true, true, false],
  'see-notes': [true, false, false, false, false],
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
  for: [true, false, false, false, false],
};

const as = (role: Viewer['role'], rest: Partial<Viewer> = {}) => ({ role, ...rest }) as Viewer;

test('each standing has the rights of the table, and nobody else has any', () => {
  for (const right of Object.keys(ticketRights) as TicketRight[]) {
    expect(
      standings.map(standing => may(as('admin'), right, standing)),
      right,
    ).toEqual(table[right]);
    expect([may(null, right, 'agent'), may(as('agent'), right)], right).toEqual([false, false]);
  }
});
test('pages about no ticket are for the ranks that they are for', () => {
  const readers = [null, as('guest'), as('admin'), as('agent')];
  const team = [false, false, false, true];
  const wanted: Record<keyof typeof areas, readonly boolean[]> = {
    tickets: [false, true, true, true],
    new: [false, false, true, true],
    bulk: team,
    held: team,
    mail: team,
    views: team,
    snippets: team,
    events: [false, true, true, true],
    directory: team,
    operation: team,
    operate: [false, false, false, false],
  };
  for (const [area, rights] of Object.entries(wanted))
    expect(
      readers.map(reader => may(reader, area as Right)),
      area,
    ).toEqual(rights);
  expect(may(as('agent', { isOperator: true }), 'operate')).toBe(true);
  expect(may(as('admin', { isOperator: true }), 'operate')).toBe(false);
  for (const area of ['bulk', 'held', 'mail', 'tickets', 'new'] as const)
    expect(may(as('agent', { isOperator: true }), area), area).toBe(true);
  expect(Object.keys(wanted)).toEqual(Object.keys(areas));
});
test('each right is asked somewhere', () => {
  const folder = fileURLToPath(new URL('../../src/http/', import.meta.url));
  const texts = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.ts') && name !== 'rights.ts')
    .map(name => readFileSync(`${folder}${name}`, 'utf8'))
    .join('\n');
  const unasked = [...Object.keys(ticketRights), ...Object.keys(areas)].filter(right => !texts.includes(`'${right}'`));
  expect(unasked).toEqual([]);
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
  expect([
    standingOn(gone, { ...ticket, isFollowed: false }),
    standingOn(gone, { ...ticket, isFollowed: true }),
  ]).toEqual([null, 'follower']);
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
      let after: string | undefined;
      do {
        const { found } = await searchFor(database, reader, { q: '', after });
        listed.push(...found.rows.map(({ number }) => number));
        after = found.next ?? undefined;
      } while (after);
      const seen: number[] = [];
      for (const number of numbers) {
        const access = await accessTo(database.db, reader.email, number);
        const standing = access && standingOn(reader, access);
        if (may(reader, 'see', standing)) seen.push(number);
      }
      expect(listed.toSorted((a, b) => a - b)).toEqual(seen);
      expect(new Set(listed).size).toBe(listed.length);
    }),
    { numRuns: 40 },
  );
});
