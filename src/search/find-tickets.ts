// Lists of tickets, the newest change first, page by page.
//
// Rare words are looked up first, and their tickets sorted. A word that thousands of tickets have is checked along the
// order of the list instead, which ends after a page. So neither needs a good guess of PostgreSQL's planner.
import { and, desc, eq, inArray, or, type SQL, sql } from 'drizzle-orm';
import type { Database, Tx } from '../db/database.ts';
import { mails } from '../db/schema/mails.ts';
import { messages } from '../db/schema/messages.ts';
import { outbox } from '../db/schema/outbox.ts';
import { type TicketRow, ticketColumns, tickets } from '../db/schema/tickets.ts';
import { filtersOf, saidInAnEntry, says, saysPhrases, seenBy, type Viewer, wordsIn } from './conditions.ts';
import { cursorOf, placeIn } from './cursor.ts';
import type { Query } from './query.ts';

export type { Viewer } from './conditions.ts';
export type ListedTicket = TicketRow;
export type FoundTickets = Readonly<{ rows: readonly ListedTicket[]; next: string | null }>;
export type Wanted = Readonly<{ viewer: Viewer; limit: number; after?: string | undefined }>;

/** Words of more tickets than this are checked along the list. */
const maxRare = 2_000;
/** A phrase is looked for in the texts of so many of the newest tickets that have its words. */
const maxPhrase = 500;
const timeoutMs = 2_000;

/** `statement_timeout` ends a search that takes longer than two seconds (SQLSTATE 57014). */
export async function findTickets(db: Database, query: Query, wanted: Wanted): Promise<FoundTickets> {
  const words = wordsIn(query);
  if (words.length === 0 && !query.straight) return page(db, filtersOf(query, wanted.viewer), wanted);
  return db.transaction(async tx => {
    await tx.execute(sql.raw(`set local statement_timeout = ${timeoutMs}`));
    if (query.straight) return page(tx, await straightTo(tx, query.straight, wanted.viewer), wanted);
    const worded = await withWords(tx, words, wanted.viewer);
    const where = and(worded, filtersOf(query, wanted.viewer));
    return page(tx, where, wanted, saysPhrases(query, wanted.viewer));
  });
}

/** How many there are, counted up to `most`. */
export async function countTickets(db: Database, query: Query, { viewer, most }: { viewer: Viewer; most: number }) {
  const words = wordsIn(query);
  const worded = words.length === 0 ? undefined : isAlongTheList(words, viewer);
  const some = db
    .select({ one: sql`1` })
    .from(tickets)
    .where(and(filtersOf(query, viewer), worded))
    .limit(most)
    .as('some');
  const [row] = await db.select({ count: sql<number>`count(*)::int` }).from(some);
  return row?.count ?? 0;
}

/** Of a thread of many entries the words may be here and there: then one of them is in an entry with its own row. */
async function withWords(tx: Tx, words: readonly SQL[], viewer: Viewer): Promise<SQL> {
  const inOne = and(...words.map(word => says('ticket_words', word, viewer)));
  const some = or(...words.map(word => says('entry_words', word, viewer)));
  const number = sql`entry_words.ticket_number`;
  const hereAndThere = and(
    ...words.map(
      word =>
        sql`(${says('entry_words', word, viewer)} or exists (select from ticket_words where ticket_number = ${number} and ${says('ticket_words', word, viewer)}) or ${saidInAnEntry(number, word, viewer)})`,
    ),
  );
  const { rows } = await tx.execute<{ number: string }>(sql`
    (select ticket_number as number from ticket_words where ${inOne} limit ${maxRare + 1})
    union (select ticket_number from entry_words where ${some} and ${hereAndThere} limit ${maxRare + 1})`);
  if (rows.length > maxRare) return isAlongTheList(words, viewer);
  return sql`${tickets.number} = any(${`{${rows.map(({ number: each }) => each).join(',')}}`}::bigint[])`;
}

/** `offset 0`: PostgreSQL asks the row of each ticket, and not the index for all rows with these words. */
const isAlongTheList = (words: readonly SQL[], viewer: Viewer): SQL =>
  sql`exists (select from (select words, notes from ticket_words where ticket_number = ${tickets.number} offset 0) as ticket_words where ${and(
    ...words.map(
      word => sql`(${says('ticket_words', word, viewer)} or ${saidInAnEntry(sql`${tickets.number}`, word, viewer)})`,
    ),
  )})`;

async function page(
  tx: Tx | Database,
  where: SQL | undefined,
  { limit, after }: Wanted,
  phrases?: SQL,
): Promise<FoundTickets> {
  const place = after === undefined ? null : placeIn(after);
  const below = place
    ? sql`(${tickets.updatedAt}, ${tickets.number}) < (timestamptz 'epoch' + ${place.micros}::bigint * interval '1 microsecond', ${place.number})`
    : undefined;
  const newest = tx
    .select({ number: tickets.number })
    .from(tickets)
    .where(and(where, below))
    .orderBy(sql`${tickets.updatedAt} desc`, sql`${tickets.number} desc`)
    .limit(phrases ? maxPhrase : limit + 1);
  const rows = await tx
    .select({
      ticket: ticketColumns,
      micros: sql<string>`(extract(epoch from ${tickets.updatedAt}) * 1000000)::bigint`,
    })
    .from(tickets)
    .where(and(inArray(tickets.number, newest), phrases))
    .orderBy(sql`${tickets.updatedAt} desc`, sql`${tickets.number} desc`)
    .limit(limit + 1);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const next = last && rows.length > limit ? cursorOf({ micros: last.micros, number: last.ticket.number }) : null;
  return { rows: shown.map(({ ticket }) => ticket), next };
}

/** A key, a Message-ID of ours, of theirs or of the relay, or the id of a mail. */
async function straightTo(tx: Tx, to: NonNullable<Query['straight']>, viewer: Viewer): Promise<SQL | undefined> {
  const sees = seenBy(viewer);
  if ('ticket' in to) return and(eq(tickets.number, to.ticket), sees);
  const numbers = 'mail' in to ? await ticketsOfMail(tx, to.mail) : await ticketsOfMessage(tx, to.messageId);
  return and(numbers.length === 0 ? sql`false` : inArray(tickets.number, numbers), sees);
}

async function ticketsOfMail(tx: Tx, id: string): Promise<number[]> {
  const rows = await tx.select({ number: mails.ticketNumber }).from(mails).where(eq(mails.id, id));
  return rows.flatMap(({ number }) => number ?? []);
}

async function ticketsOfMessage(tx: Tx, messageId: string): Promise<number[]> {
  const theirs = tx.select({ number: messages.ticketNumber }).from(messages).where(eq(messages.messageId, messageId));
  const ours = tx
    .select({ number: outbox.ticketNumber })
    .from(outbox)
    .where(or(eq(outbox.messageId, messageId), eq(outbox.relayedAs, messageId)))
    .orderBy(desc(outbox.createdAt));
  const rows = [...(await theirs.limit(20)), ...(await ours.limit(20))];
  return [...new Set(rows.flatMap(({ number }) => number ?? []))];
}
