// Every statement of the hot path finds its rows by an index, on real plans among 20,000 tickets.
import { drizzle } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { load } from '../../bench/growth.ts';
import type { Database, Tx } from '../../src/db/database.ts';
import type { Address } from '../../src/mail/address.ts';
import { newId } from '../../src/mail/new-id.ts';
import { concludeSent, leaseDue, leaseRows, renewLeases } from '../../src/outbox/lease.ts';
import { addToOutbox } from '../../src/outbox/outbox.ts';
import { threadsOf } from '../../src/outbox/thread.ts';
import { findTickets } from '../../src/search/find-tickets.ts';
import { parseQuery } from '../../src/search/query.ts';
import type { SpooledMail } from '../../src/spool/spooled-mail.ts';
import { announceChanges } from '../../src/tickets/changes.ts';
import { findTicket, lockLiving } from '../../src/tickets/find.ts';
import { releasedAmong, releasedMails } from '../../src/tickets/held.ts';
import { filesOnTicket } from '../../src/tickets/known-files.ts';
import { claimMail, concludeMail } from '../../src/tickets/mail-record.ts';
import { openTicketsNear } from '../../src/tickets/similar.ts';
import { ticketOfMail } from '../../src/tickets/ticket.ts';
import { factsOf, failingAmong, requestsOf } from '../../src/tickets/together/facts.ts';
import { ticketsNear } from '../../src/tickets/together/near.ts';
import { lockFree, replyFactsOf } from '../../src/tickets/together/thread-facts.ts';
import { deedsOf } from '../../src/tickets/views/audit.ts';
import { listTickets } from '../../src/tickets/views/ticket-view.ts';
import { cloneDatabase } from '../support/database.ts';

const person = 'person7@example.com' as Address;
const support = 'support@localhost' as Address;
const now = new Date().toISOString();
const long = 20_001;

let client: pg.Client;
let tx: Tx;
let db: Database;
let said: { text: string; params: unknown[] }[] = [];

beforeAll(async () => {
  client = new pg.Client({ connectionString: await cloneDatabase() });
  await client.connect();
  await load(client, 1, 20_000);
  // One long thread among them, whose every letter went to the same person.
  await load(client, long, long);
  await client.query(`insert into messages (ticket_number, kind, author_email, text, message_id, created_at)
    select ${long}, 'reply', '${person}', 'reply ' || n, '<reply-' || n || '@example.com>', now() + n * interval '1 ms' from generate_series(1, 3000) n`);
  await client.query(`insert into outbox (id, ticket_number, recipient_email, locale, role, notice, ticket, message_id, "references", state, sent_at, created_at)
    select lpad(n::text, 26, 'y'), ${long}, '${person}', 'en', 'follower', '{"kind":"reply"}', '{}', '<to-' || n || '@localhost>', '{}', 'sent', now(), now() + n * interval '1 ms' from generate_series(1, 3000) n`);
  await client.query('vacuum analyze');
  db = drizzle(client, { logger: { logQuery: (text, params) => void said.push({ text, params }) } });
  tx = db as unknown as Tx;
}, 120_000);
afterAll(() => client.end());

const mail = (): SpooledMail => ({
  id: newId(),
  receivedAt: now,
  via: 'smtp',
  envelope: { mailFrom: person, rcptTo: [support] },
  author: { address: person, name: '' },
  peer: { ip: '127.0.0.1', heloName: null, tls: false },
  authentication: { aligned: [{ signatureId: 's1' }] } as never,
  admitted: { hold: false, reasons: [] },
  size: 1,
});
const receipt = { kind: 'done', lines: [] } as const;
const asked = {
  mails: [{ n: 0, id: newId(), fingerprint: 'x', contentHash: 'y', at: now, awaited: '<a@b>', signatures: ['s1'] }],
  hands: [{ n: 0, organisation: null, author: person, dayBefore: now, words: ['booking', 'error'] }],
  authors: [person],
  since: now,
  recipients: [person],
};
const reply = {
  ...{ n: 0, id: newId(), fingerprint: 'x', contentHash: 'y', at: now, signatures: ['s1'], ticket: long },
  ...{ author: person, answers: ['<to-7@localhost>'], files: ['a', 'b'], organisation: 'clinic' },
};
const searched = { n: 0, author: person, organisation: null, domain: null, instance: 'tt_7', instanceKnown: true };
const about = {
  createdAt: new Date(),
  instance: 'tt_7',
  instanceKnown: true,
  requesterEmail: person,
  organisation: null,
};
const ids = [newId(), newId()];

const hot: Readonly<Record<string, () => Promise<unknown>>> = {
  'facts of a batch': () => factsOf(tx, asked),
  'facts of several replies': () => replyFactsOf(tx, [reply, { ...reply, n: 1, ticket: 7 }], 3),
  'free tickets are locked': () => lockFree(tx, [3, 4, long]),
  'threads of several replies': () =>
    threadsOf(
      tx,
      [7, long].map(ticketNumber => ({ ticketNumber, people: [person] })),
    ),
  'people to whom mail fails': () => failingAmong(tx, [person, support]),
  'what tickets said first': () => requestsOf(tx, [3, 4, long], 1_000),
  'look-alikes of a batch': () => ticketsNear(tx, [{ ...searched, at: now, words: ['e7', 'clinic'] }]),
  'look-alikes of one': () =>
    openTicketsNear(tx, { ...about, number: 9 }, { profile: new Map([['e7', 2]]), admittedBy: null }),
  'a mail is claimed': () => claimMail(tx, mail(), { subject: 's', messageId: '<n@m>', fingerprint: 'f' }),
  'a mail is concluded': () => concludeMail(tx, mail(), { disposition: 'opened', ticketNumber: 3, reasons: [] }),
  'the thread of a reply': () =>
    findTicket(
      tx,
      {
        addressed: [],
        inReplyTo: ['<receipt-77@localhost>'],
        references: ['<load-77@example.com>'],
        tagged: 77,
      } as never,
      { address: person, isAgent: false },
    ),
  'a ticket is locked': () => lockLiving(tx, 42),
  'files that the ticket has': () => filesOnTicket(tx, long, ['a', 'b']),
  'a letter on a long thread': async () => {
    const ticket = ticketOfMail((await lockLiving(tx, long))!, []);
    const letter = { to: { address: person, name: '' }, role: 'requester', locale: 'en', notice: receipt } as const;
    await addToOutbox(tx, [letter], { ticket, support });
  },
  'rows are leased': () => leaseRows(db, ids),
  'due rows are leased': () => leaseDue(db, 250),
  'leases are renewed': () => renewLeases(db, [{ id: ids[0]!, until: new Date() }]),
  'sending is recorded': () =>
    concludeSent(
      db,
      ids.map(id => ({ id, lastReply: '250', relayedAs: null })),
    ),
  'pages are told': () => announceChanges(db, ids),
  'mails that were let in': () => releasedMails(db),
  'of these, those that were let in': () => releasedAmong(db, ids),
  'who did what, by an address': () => deedsOf(db, { q: 'agent@example.com', before: null }),
  'a page of tickets': () => listTickets(db, { limit: 50 }).next(),
  'the list that agents open first': () =>
    findTickets(db, parseQuery('status:new,open'), {
      ...{ viewer: { email: person, sees: 'all', findsNotes: true }, limit: 50, flagsFor: person },
    }),
};

test.each(Object.entries(hot))('%s', async (_, work) => {
  said = [];
  await work();
  const statements = [...said];
  expect(statements.length).toBeGreaterThan(0);
  for (const { text, params } of statements) {
    const { rows } = await client.query(`explain (format json) ${text}`, params);
    expect(scansIn(rows[0]['QUERY PLAN'][0].Plan), text).toEqual([]);
  }
});
test('a letter on a thread of 3,000 entries and letters reads a few of them', async () => {
  said = [];
  await hot['a letter on a long thread']!();
  const thread = said.find(({ text }) => text.includes('union all'))!;
  const { rows } = await client.query(`explain (analyze, format json) ${thread.text}`, thread.params);
  const read = rowsOf(rows[0]['QUERY PLAN'][0].Plan);
  expect(read.messages).toBeLessThan(60);
});

type Plan = Readonly<{
  'Node Type': string;
  'Relation Name'?: string;
  'Actual Rows'?: number;
  'Actual Loops'?: number;
  Plans?: readonly Plan[];
}>;
const large = ['tickets', 'messages', 'mails', 'outbox', 'ticket_words', 'entry_words'];
const nodesOf = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];

const scansIn = (plan: Plan): string[] =>
  nodesOf(plan)
    .filter(node => node['Node Type'] === 'Seq Scan' && large.includes(node['Relation Name'] ?? ''))
    .map(node => `reads all ${node['Relation Name']}`);

function rowsOf(plan: Plan): Record<string, number> {
  const read: Record<string, number> = {};
  for (const node of nodesOf(plan)) {
    const name = node['Relation Name'];
    if (name) read[name] = (read[name] ?? 0) + (node['Actual Rows'] ?? 0) * (node['Actual Loops'] ?? 1);
  }
  return read;
}
