// Lists of tickets, the newest change first, page by page.
//
// Rare words are looked up first, and their tickets sorted. A word that thousands of tickets have is checked along the
// order of the list instead, which ends after a page. So neither needs a good guess of PostgreSQL's planner.
import { and, desc, eq, inArray, or, type SQL, sql } from 'drizzle-orm';
import { builtOnce } from '../db/built.ts';
import type { Database, Tx } from '../db/database.ts';
import { mails } from '../db/schema/mails.ts';
import { messages } from '../db/schema/messages.ts';
import { outbox } from '../db/schema/outbox.ts';
import { tickets } from '../db/schema/tickets.ts';
import type { TicketRow } from '../tickets/ticket.ts';
import { filtersOf, saidInAnEntry, says, saysPhrases, seenBy, type Viewer, wordsIn } from './conditions.ts';
import { cursorOf, placeIn } from './cursor.ts';
import type { Query } from './query.ts';

export type { Viewer } from './conditions.ts';
export type ListedTicket = Readonly<
  Pick<TicketRow, 'number' | 'subject' | 'instance' | 'priority' | 'status' | 'requesterEmail' | 'requesterName'>
> &
  Readonly<{
    /** The last change that the reader can see. */
    changedAt: Date;
    /** There are words that the reader of `flagsFor` has not seen. */
    isUnread?: boolean;
    /** A letter did not arrive. */
    isFailing?: boolean;
    /** Mail for it waits for a decision. */
    isHeld?: boolean;
  }>;
export type FoundTickets = Readonly<{ rows: readonly ListedTicket[]; next: string | null }>;
/** `flagsFor`: the address of the reader whose flags are asked for, too. */
export type Wanted = Readonly<{ viewer: Viewer; limit: number; after?: string | undefined; flagsFor?: string }>;

/** Words of more tickets than this are checked along the list. */
const maxRare = 2_000;
/** To find that out reads the rows of all these tickets; so it is remembered for a while. */
const common = new Map<string, number>();
const commonMs = 60_000;
const maxCommon = 1_000;
/** A phrase is looked for in the texts of so many of the newest tickets that have its words. */
const maxPhrase = 500;
const timeoutMs = 2_000;

/** `statement_timeout` ends a search that takes longer than two seconds (SQLSTATE 57014). */
export async function findTickets(db: Database, query: Query, wanted: Wanted): Promise<FoundTickets> {
  if (wordsIn(query).length === 0 && !query.straight) return pageOf(db, filtered(query, wanted), wanted);
  return db.transaction(async tx => {
    await tx.execute(sql.raw(`set local statement_timeout = ${timeoutMs}`));
    const { viewer } = wanted;
    if (query.straight) {
      const where = await straightTo(tx, query.straight, viewer);
      return pageOf(tx, pageStatement(wanted, { where }), wanted);
    }
    const where = and(await withWords(tx, query, viewer), filtersOf(query, viewer));
    return pageOf(tx, pageStatement(wanted, { where, phrases: saysPhrases(query, viewer) }), wanted);
  });
}

const statementOnce = builtOnce(300);

/** A list without words, as those of the views are. */
function filtered(query: Query, wanted: Wanted): SQL {
  const { viewer, limit, after, flagsFor } = wanted;
  const make = () => pageStatement(wanted, { where: filtersOf(query, viewer) });
  if (viewer.seesBy === undefined) return make();
  const { filters, without } = query;
  const key = [filters, without, viewer.email, viewer.findsNotes, viewer.seesBy, limit, after, flagsFor];
  return statementOnce(JSON.stringify(key), make);
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
async function withWords(tx: Tx, query: Query, viewer: Viewer): Promise<SQL> {
  const words = wordsIn(query);
  const key = JSON.stringify([query.words, query.prefix, query.phrases, viewer.findsNotes]);
  if ((common.get(key) ?? 0) > Date.now()) return isAlongTheList(words, viewer);
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
  if (rows.length > maxRare) {
    if (common.size >= maxCommon) common.clear();
    common.set(key, Date.now() + commonMs);
    return isAlongTheList(words, viewer);
  }
  return sql`${tickets.number} = any(${`{${rows.map(({ number: each }) => each).join(',')}}`}::bigint[])`;
}

/** `offset 0`: PostgreSQL asks the row of each ticket, and not the index for all rows with these words. */
const isAlongTheList = (words: readonly SQL[], viewer: Viewer): SQL =>
  sql`exists (select from (select words, notes from ticket_words where ticket_number = ${tickets.number} offset 0) as ticket_words where ${and(
    ...words.map(
      word => sql`(${says('ticket_words', word, viewer)} or ${saidInAnEntry(sql`${tickets.number}`, word, viewer)})`,
    ),
  )})`;

type Row = Readonly<{ number: string; micros: string } & Omit<ListedTicket, 'number' | 'changedAt'>>;

async function pageOf(db: Database | Tx, statement: SQL, { limit }: Wanted): Promise<FoundTickets> {
  const { rows } = await db.execute<Row>(statement);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const next = last && rows.length > limit ? cursorOf({ micros: last.micros, number: Number(last.number) }) : null;
  const listed = ({ micros, number, ...row }: Row): ListedTicket => ({
    ...row,
    number: Number(number),
    changedAt: new Date(Number(micros) / 1_000),
  });
  return { rows: shown.map(listed), next };
}

/** A note that moved a ticket in its requester's list would tell of itself. */
const changedFor = ({ sees }: Viewer): SQL =>
  sees === 'all' ? sql`${tickets.updatedAt}` : sql`coalesce(${tickets.shownAt}, ${tickets.updatedAt})`;

type Page = Readonly<{ where: SQL | undefined; phrases?: SQL | undefined }>;

/** In the text: where a limit is a value, PostgreSQL plans for a tenth of all tickets, or plans anew each time. */
const said = (count: number): SQL => sql.raw(String(count));

/** Of the columns that a list shows: it stands beside each ticket, and its rows are most of what such a page reads. */
function pageStatement({ viewer, limit, after, flagsFor }: Wanted, { where, phrases }: Page): SQL {
  const changed = changedFor(viewer);
  const place = after === undefined ? null : placeIn(after);
  const below = place
    ? sql`(${changed}, ${tickets.number}) < (timestamptz 'epoch' + ${place.micros}::bigint * interval '1 microsecond', ${place.number}::bigint)`
    : undefined;
  const all = and(where, below) ?? sql`true`;
  const order = sql`order by ${changed} desc, ${tickets.number} desc`;
  // Read in this order, it ends when the page is full.
  const from = phrases
    ? sql`(select * from ${tickets} where ${all} ${order} limit ${said(maxPhrase)}) as tickets where ${phrases}`
    : sql`${tickets} where ${all}`;
  const list = sql`select ${tickets.number}, ${tickets.subject}, ${tickets.instance}, ${tickets.priority}, ${tickets.status},
      ${tickets.requesterEmail} as "requesterEmail", ${tickets.requesterName} as "requesterName",
      (extract(epoch from ${changed}) * 1000000)::bigint as micros
    from ${from} ${order} limit ${said(limit + 1)}`;
  return flagsFor === undefined ? list : withFlags(list, flagsFor);
}

/** Joined: four look-ups for each ticket cost twice as much. */
const withFlags = (list: SQL, reader: string): SQL => sql`
  with page as materialized (${list})
  select page.*, coalesce(words.newest, 0) > coalesce(ticket_reads.entry, 0) as "isUnread",
    failing.number is not null as "isFailing", held.number is not null as "isHeld"
  from page
  left join (select ticket_number as number, max(id) as newest from messages
    where ticket_number = any(array(select number from page)) and kind <> 'event' group by 1) as words using (number)
  left join ticket_reads on ticket_reads.email = ${reader} and ticket_reads.ticket_number = page.number
  left join (select distinct ticket_number as number from outbox where ticket_number = any(array(select number from page))
    and state in ('failed', 'undeliverable')) as failing using (number)
  left join (select distinct held_for as number from mails where held_for = any(array(select number from page))
    and disposition = 'held') as held using (number)
  order by page.micros desc, page.number desc`;

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
