// The jobs, run more than once and at once, against a real PostgreSQL.
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { and, eq, lte, sql } from 'drizzle-orm';
import { ulid } from 'ulid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type OpenDatabase, openDatabase } from '../../src/db/database.ts';
import { mails } from '../../src/db/schema/mails.ts';
import { messages } from '../../src/db/schema/messages.ts';
import { outbox } from '../../src/db/schema/outbox.ts';
import { tickets } from '../../src/db/schema/tickets.ts';
import type { Relay } from '../../src/delivery/relay/send.ts';
import { loadTemplates } from '../../src/delivery/templates/templates.ts';
import { type Desk, deskFor } from '../../src/desk/desk.ts';
import { loadDirectory, putPeople } from '../../src/directory/directory.ts';
import { createMailReader, type MailReader } from '../../src/filing/reading/reader.ts';
import { createSender } from '../../src/jobs/deliver.ts';
import { createIngest } from '../../src/jobs/ingest.ts';
import { turnLimits } from '../../src/jobs/turns.ts';
import { createLog } from '../../src/log/log.ts';
import type { Address } from '../../src/mail/address.ts';
import { leaseMs, leaseRows, renewLeases, returnLeases } from '../../src/outbox/lease.ts';
import type { OutboxRow } from '../../src/outbox/rows.ts';
import type { SpooledMail } from '../../src/spool/spooled-mail.ts';
import { fileStore } from '../../src/store/file-store.ts';
import type { Store } from '../../src/store/store.ts';
import { countFailure } from '../../src/tickets/mail-record.ts';
import { signReplyAddress } from '../../src/tokens/reply-address.ts';
import { cloneDatabase, keepOnFailure } from '../support/database.ts';

const support = 'support@mx.test' as Address;
const key = 'a key of sixteen or more';
const ada = 'ada@corp.test' as Address;

let url = '';
let database: OpenDatabase;
let desk: Desk;
let reader: MailReader;
let store: Store;

beforeAll(async () => {
  url = await cloneDatabase();
  database = openDatabase(url, 20);
  await putPeople(database.db, [{ email: ada, name: 'Ada' }]);
  desk = deskOf(await loadDirectory(database.db));
  reader = createMailReader(desk);
  store = fileStore(await mkdtemp(join(tmpdir(), 'postern-races-')));
});
afterAll(async () => {
  await reader.close();
  await database.close();
});

function deskOf(directory: Desk['directory']): Desk {
  const rules = {
    FOLLOWERS: ['anyone'],
    CLOSE_AFTER_DAYS: 7,
    FOLLOW_UP_AFTER_DAYS: 14,
    EARLY_REPLY_MINUTES: 2,
    HELD_DAYS: 30,
  };
  return deskFor({ SUPPORT_ADDRESS: [support], SECRET: [key], ...rules }, directory);
}

type Arrived = Readonly<{ mail: SpooledMail; raw: Buffer }>;

function arrived(subject: string, { to = support, messageId = `<${ulid()}@corp.test>` } = {}): Arrived {
  const lines = [
    `From: ${ada}`,
    `To: ${to}`,
    `Message-ID: ${messageId}`,
    `Subject: ${subject}`,
    '',
    `It fails: ${subject}.`,
    '',
  ];
  const raw = Buffer.from(lines.join('\r\n'));
  const mail: SpooledMail = {
    id: ulid().toLowerCase(),
    receivedAt: new Date().toISOString(),
    via: 'smtp',
    envelope: { mailFrom: ada, rcptTo: [to] },
    author: { address: ada, name: 'Ada' },
    peer: { ip: '127.0.0.1', heloName: null, tls: false },
    authentication: null,
    admitted: { hold: false, reasons: [] },
    size: raw.length,
  };
  return { mail, raw };
}

async function* piecesOf({ raw }: Arrived): AsyncGenerator<Buffer> {
  yield raw;
}

const run = (...all: readonly Arrived[]): Promise<void> => runJobs([all]);

/** A job for each list, all at once. */
async function runJobs(jobs: readonly (readonly Arrived[])[], pieces = piecesOf): Promise<void> {
  const all = jobs.flat();
  const spool = {
    read: async (id: string) => {
      const arrived = all.find(each => each.mail.id === id)!;
      return { mail: arrived.mail, bytes: () => pieces(arrived) };
    },
    release: async () => {},
    setAside: async () => {},
  };
  const { db } = database;
  const returned: Promise<void>[] = [];
  const send = (rows: readonly OutboxRow[]) => {
    const ids = rows.map(({ id }) => id);
    returned.push(returnLeases(db, ids));
  };
  const rooms = { db, desk, spool, store, mailFilesBytes: 0, reader, templates, scan: null, offer: () => {}, send };
  const ingest = createIngest(rooms, createLog('silent'));
  await Promise.all(jobs.map(job => ingest(job.map(({ mail }) => mail.id))));
  await Promise.all(returned);
}

/** What the next sweep would send, the longest due first. */
async function dueRows(): Promise<string[]> {
  const isDue = and(eq(outbox.state, 'queued'), lte(outbox.nextAttemptAt, sql`now()`));
  const rows = await database.db.select({ id: outbox.id }).from(outbox).where(isDue).orderBy(outbox.nextAttemptAt);
  return rows.map(({ id }) => id);
}

const templates = loadTemplates(null);
const senderBy = (send: Relay['send']) =>
  createSender(
    {
      ...{ db: database.db, desk, publicUrl: null, templates, store, mailFilesBytes: 1e7 },
      relay: { send, trouble: async () => null },
    },
    createLog('silent'),
  );

async function counted(subject: string) {
  const { db } = database;
  const opened = (await db.select().from(tickets)).filter(ticket => ticket.subject === subject);
  const numbers = opened.map(ticket => ticket.number);
  const entries = (await db.select().from(messages)).filter(({ ticketNumber }) => numbers.includes(ticketNumber));
  const letters = (await db.select().from(outbox)).filter(({ ticketNumber }) => numbers.includes(ticketNumber ?? 0));
  return { tickets: opened.length, entries: entries.length, letters: letters.length };
}

test('one job run twice at once and five times after is one ticket with one receipt', async () => {
  keepOnFailure(url);
  for (let round = 0; round < 5; round++) {
    const one = arrived(`once ${round}`);
    await Promise.all([run(one), run(one)]);
    for (let time = 0; time < 5; time++) await run(one);
    expect(await counted(`once ${round}`)).toEqual({ tickets: 1, entries: 1, letters: 1 });
  }
});

test('one mail delivered four times at once, as four mails, is one ticket and three duplicates', async () => {
  keepOnFailure(url);
  for (let round = 0; round < 5; round++) {
    const messageId = `<${ulid()}@corp.test>`;
    const copies = Array.from({ length: 4 }, () => arrived(`copied ${round}`, { messageId }));
    await Promise.all(copies.map(copy => run(copy)));
    expect(await counted(`copied ${round}`)).toEqual({ tickets: 1, entries: 1, letters: 1 });
    const rows = await database.db.select().from(mails);
    const what = copies.map(copy => rows.find(({ id }) => id === copy.mail.id)?.disposition).sort();
    expect(what).toEqual(['duplicate', 'duplicate', 'duplicate', 'opened']);
  }
});

test('twenty replies at once are twenty entries', async () => {
  keepOnFailure(url);
  await run(arrived('busy thread'));
  const rows = await database.db.select().from(tickets);
  const { number } = rows.find(({ subject }) => subject === 'busy thread')!;
  const to = signReplyAddress({ support, ticketNumber: number, recipient: ada }, key, new Date());
  await Promise.all(Array.from({ length: 20 }, (_, at) => run(arrived(`Re: busy thread ${at}`, { to }))));
  expect((await counted('busy thread')).entries).toBe(21);
});

test('replies to several threads in two jobs that have them all are one entry each, told once', async () => {
  keepOnFailure(url);
  const agent = 'sam@corp.test' as Address;
  const { db } = database;
  await putPeople(db, [{ email: agent, role: 'agent' }]);
  const subjects = ['one', 'two', 'three'].map(name => `thread ${name}`);
  await run(...subjects.map(subject => arrived(subject)));
  const opened = (await db.select().from(tickets)).filter(({ subject }) => subjects.includes(subject));
  const replies = opened.flatMap(({ number, subject }) => {
    const to = signReplyAddress({ support, ticketNumber: number, recipient: ada }, key, new Date());
    return [1, 2, 3].map(at => arrived(`Re: ${subject} ${at}`, { to }));
  });
  const withoutAgent = desk;
  desk = deskOf(await loadDirectory(db));
  await Promise.all([run(...replies), run(...replies), run(...replies.toReversed())]);
  desk = withoutAgent;
  for (const subject of subjects) expect((await counted(subject)).entries).toBe(4);
  const letters = (await db.select().from(outbox)).filter(({ recipientEmail }) => recipientEmail === agent);
  expect(letters.map(({ notice }) => notice.kind)).toEqual(replies.map(() => 'reply'));
  const rows = await db.select().from(mails);
  for (const { mail } of replies) expect(rows.find(({ id }) => id === mail.id)?.disposition).toBe('added');
});

test('an outbox row is sent once, however many workers have it, also while one is slow', async () => {
  keepOnFailure(url);
  await run(arrived('to be sent'));
  const due = await dueRows();
  const sent: string[] = [];
  const slowly: Relay['send'] = async ({ id }) => {
    sent.push(id);
    await new Promise(resolve => setTimeout(resolve, 50));
    return { kind: 'sent', response: '250 2.0.0' };
  };
  const senders = [1, 2, 3].map(() => senderBy(slowly));
  for (const sender of senders) sender.offer(...due);
  await Promise.all(senders.map(sender => sender.sendDue()));
  await expect.poll(() => sent.length).toBe(due.length);
  for (const sender of senders) sender.offer(...due);
  await Promise.all(senders.map(sender => sender.stop()));
  expect(sent.toSorted()).toEqual(due.toSorted());
  expect(await dueRows()).toEqual([]);
});

test('a worker that dies lets go of its rows within ten seconds, and the next one sends them', async () => {
  keepOnFailure(url);
  await run(arrived('sent by the second'));
  const due = await dueRows();
  expect((await leaseRows(database.db, due)).map(({ id }) => id)).toEqual(due);
  const sent: string[] = [];
  const sender = senderBy(async ({ id }) => {
    sent.push(id);
    return { kind: 'sent', response: '250' };
  });
  await sender.sendDue();
  expect(sent).toEqual([]);
  await expect.poll(() => sender.sendDue().then(() => sent), { timeout: leaseMs + 2_000, interval: 500 }).toEqual(due);
  await sender.stop();
});

test('a lease is renewed as long as it is ours, also where an answer got lost, and never over that of another', async () => {
  keepOnFailure(url);
  await run(arrived('renewed'));
  const { db } = database;
  const [id] = await dueRows();
  const [row] = await leaseRows(db, [id!]);
  const first = { id: id!, until: row!.nextAttemptAt };
  const renewed = await renewLeases(db, [first]);
  expect(renewed.get(id!)!.getTime()).toBeGreaterThan(first.until.getTime());
  // The answer to that renewal did not come: the next one still knows the first lease only.
  expect([...(await renewLeases(db, [first])).keys()]).toEqual([id]);
  const ranOut = new Date(Date.now() - leaseMs - 1_000);
  await db
    .update(outbox)
    .set({ nextAttemptAt: new Date(Date.now() - 1_000) })
    .where(eq(outbox.id, id!));
  const [others] = await leaseRows(db, [id!]);
  expect(await renewLeases(db, [{ id: id!, until: ranOut }])).toEqual(new Map());
  const [now] = await db.select().from(outbox).where(eq(outbox.id, id!));
  expect(now!.nextAttemptAt).toEqual(others!.nextAttemptAt);
  await db.delete(outbox).where(eq(outbox.id, id!));
});

test('mails over which the relay takes long, and a relay that is away, hold up nobody afterwards', async () => {
  keepOnFailure(url);
  const subjects = Array.from({ length: 30 }, (_, at) => `stalls ${at}`);
  await Promise.all(subjects.map(subject => run(arrived(subject))));
  const due = await dueRows();
  const [first] = due;
  const stalling = new Set(due.slice(1, 1 + Math.floor(due.length / 2)));
  expect(stalling.size).toBeGreaterThan(turnLimits.quick);
  const { promise: answered, resolve: answer } = Promise.withResolvers<void>();
  const sent: string[] = [];
  const sender = senderBy(async ({ id }) => {
    if (id === first) return { kind: 'later', reason: 'ECONNREFUSED', cause: 'relay' };
    if (stalling.has(id)) await answered;
    sent.push(id);
    return { kind: 'sent', response: '250' };
  });
  sender.offer(...due);
  await expect.poll(() => sent.length, { timeout: 25_000 }).toBe(due.length - 1 - stalling.size);
  expect(sent.some(id => stalling.has(id))).toBe(false);
  answer();
  await expect.poll(() => sent.length, { timeout: 10_000 }).toBe(due.length - 1);
  expect(new Set(sent).size).toBe(sent.length);
  await sender.stop();
});

test('attempts are counted once each, and what is filed can no longer fail', async () => {
  keepOnFailure(url);
  const one = arrived('filed all the same');
  await run(one);
  for (let time = 0; time < 25; time++) expect(await countFailure(database.db, one.mail.id, 'why')).toBe(false);
  const poison = ulid().toLowerCase();
  await database.db.insert(mails).values({ id: poison, receivedAt: new Date(), rcptTo: [support], size: 0 });
  const answers = await Promise.all(Array.from({ length: 25 }, () => countFailure(database.db, poison, 'why')));
  expect(answers.filter(Boolean)).toHaveLength(1);
});

test('of mails above 4 MB one is in hand at a time, whichever jobs bring them', async () => {
  const huge = ({ mail, raw }: Arrived): Arrived => ({ mail: { ...mail, size: 5_000_000 }, raw });
  const jobs = [
    [huge(arrived('huge one')), arrived('a small one'), huge(arrived('huge two'))],
    [huge(arrived('huge three'))],
  ];
  const hands = new Set<string>();
  let most = 0;
  await runJobs(jobs, async function* ({ mail, raw }) {
    if (mail.size > 1_000_000) hands.add(mail.id);
    most = Math.max(most, hands.size);
    await sleep(20);
    yield raw;
    hands.delete(mail.id);
  });
  expect(most).toBe(1);
  const filed = await database.db.select({ subject: tickets.subject }).from(tickets);
  expect(filed.map(({ subject }) => subject)).toEqual(
    expect.arrayContaining(['huge one', 'a small one', 'huge two', 'huge three']),
  );
});
