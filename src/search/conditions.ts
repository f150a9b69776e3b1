// A query as conditions of SQL on `tickets`.
import { and, eq, gte, isNull, lt, not, or, type SQL, sql } from 'drizzle-orm';
import { mails } from '../db/schema/mails.ts';
import { attachments, messages } from '../db/schema/messages.ts';
import { outbox } from '../db/schema/outbox.ts';
import { ticketReads } from '../db/schema/ticket-reads.ts';
import { tickets } from '../db/schema/tickets.ts';
import { type Status, statuses } from '../desk/ticket.ts';
import type { Address } from '../mail/address.ts';
import type { Filter, Query } from './query.ts';

/** The reader of a list. */
export type Viewer = Readonly<{
  email: Address;
  /** The tickets that the reader may see, as a condition on `tickets`. Each list asks it, whatever else it asks. */
  sees: SQL | 'all';
  /** A text that tells all of `sees`; missing where its statements are not worth keeping. */
  seesBy?: string;
  findsNotes: boolean;
}>;

export const seenBy = ({ sees }: Viewer): SQL | undefined => (sees === 'all' ? undefined : sees);

/** The words that a ticket must have, each as a `tsquery`; none where the query names none. */
export function wordsIn({ words, prefix, phrases }: Query): readonly SQL[] {
  const asked = [...words, ...phrases].map(said => sql`postern_query(${said}, false)`);
  return prefix === null ? asked : [...asked, sql`postern_query(${prefix}, true)`];
}

type Row = 'ticket_words' | 'entry_words' | 'other_entry';
/** On a row of these names. */
export function says(row: Row, query: SQL, { findsNotes }: Viewer): SQL {
  const words = sql.raw(`${row}.words`);
  const notes = sql.raw(`${row}.notes`);
  return findsNotes ? sql`(${words} @@ ${query} or ${notes} @@ ${query})` : sql`${words} @@ ${query}`;
}

/** Whether an entry of the ticket says it whose words have a row of their own. */
export const saidInAnEntry = (ticketNumber: SQL, query: SQL, viewer: Viewer): SQL =>
  sql`exists (select from entry_words as other_entry where other_entry.ticket_number = ${ticketNumber} and ${says('other_entry', query, viewer)})`;

/** The words of each phrase one after the other, in the subject or in a text. */
export const saysPhrases = ({ phrases }: Query, viewer: Viewer): SQL | undefined =>
  and(
    ...phrases.map(phrase => {
      const wanted = sql`regexp_replace(postern_plain(${phrase}), ' +', ' ', 'g')`;
      const has = (text: SQL | typeof tickets.subject | typeof messages.text) =>
        sql`strpos(' ' || regexp_replace(postern_plain(${text}), ' +', ' ', 'g') || ' ', ' ' || trim(${wanted}) || ' ') > 0`;
      const kinds = viewer.findsNotes ? sql`true` : sql`${messages.kind} <> 'note'`;
      return or(
        has(tickets.subject),
        sql`exists (select from ${messages} where ${messages.ticketNumber} = ${tickets.number} and ${kinds} and ${has(messages.text)})`,
      );
    }),
  );

/** Everything of the query but the words that a ticket must have. */
export const filtersOf = (query: Query, viewer: Viewer): SQL | undefined =>
  and(
    seenBy(viewer),
    ...query.without.map(said => {
      const word = sql`postern_query(${said}, false)`;
      return sql`not exists (select from ticket_words where ticket_number = ${tickets.number} and ${says('ticket_words', word, viewer)}) and not ${saidInAnEntry(sql`${tickets.number}`, word, viewer)}`;
    }),
    ...query.filters.map(filter => (filter.not ? not(conditionOf(filter, viewer)!) : conditionOf(filter, viewer))),
  );

function conditionOf(filter: Filter, viewer: Viewer): SQL | undefined {
  switch (filter.key) {
    case 'status':
      return hasStatus(filter.values);
    case 'priority':
      return or(...filter.values.map(one => (one === null ? isNull(tickets.priority) : eq(tickets.priority, one))));
    case 'instance':
      return or(
        ...filter.values.map(one => (one === 'none' ? isNull(tickets.instance) : alike(tickets.instance, one))),
      );
    case 'organisation':
      return or(...filter.values.map(one => alike(tickets.organisation, one)));
    case 'from':
      return or(...filter.values.map(isFrom));
    case 'agent':
      return or(...filter.values.map(one => isWith(one.toLowerCase(), viewer)));
    case 'before':
      return lt(tickets.createdAt, filter.at);
    case 'after':
      return gte(tickets.createdAt, filter.at);
    case 'has':
      return sql`exists (select from ${attachments} join ${messages} on ${messages.id} = ${attachments.messageRow} where ${messages.ticketNumber} = ${tickets.number} and not ${attachments.inline})`;
    case 'is':
      return and(...filter.values.map(one => states[one]?.(viewer)));
  }
}

/** Said in the text, and not as values: a plan for all values could not use the index of open tickets. */
const hasStatus = (asked: readonly Status[]): SQL => {
  const known = statuses.filter(status => asked.includes(status)).map(status => sql.raw(`'${status}'`));
  return sql`${tickets.status} in (${sql.join(known, sql`, `)})`;
};

const escaped = (text: string): string => text.replace(/[\\%_]/g, '\\$&');
/** Equal, without case. */
const alike = (column: typeof tickets.instance | typeof tickets.organisation, value: string): SQL =>
  sql`coalesce(lower(${column}) = lower(${value}), false)`;

/** A whole address, `@domain`, or a part of the name or address. */
function isFrom(value: string): SQL | undefined {
  const asked = value.toLowerCase();
  if (/^[^@]+@[^@]+$/.test(asked)) return eq(tickets.requesterEmail, asked);
  const part = `%${escaped(asked)}${asked.startsWith('@') ? '' : '%'}`;
  return sql`(${tickets.requesterEmail} like ${part} or lower(coalesce(${tickets.requesterName}, '')) like ${part})`;
}

function isWith(agent: string, { email }: Viewer): SQL | undefined {
  if (agent === 'none') return isNull(tickets.assignee);
  if (agent === 'me') return sql`coalesce(${tickets.assignee} = ${email}, false)`;
  return sql`coalesce(${tickets.assignee} like ${agent.includes('@') ? escaped(agent) : `%${escaped(agent)}%`}, false)`;
}

const states: Readonly<Record<string, (viewer: Viewer) => SQL>> = {
  held: () =>
    sql`exists (select from ${mails} where ${mails.heldForTicket} = ${tickets.number} and ${mails.disposition} = 'held')`,
  failing: () =>
    sql`exists (select from ${outbox} where ${outbox.ticketNumber} = ${tickets.number} and ${outbox.state} in ('failed', 'undeliverable'))`,
  unread: ({ email }) => unreadBy(email),
};

/** The ticket has an entry with words that this person has not seen on the pages. */
export const unreadBy = (email: string): SQL<boolean> =>
  sql<boolean>`coalesce((select max(${messages.id}) from ${messages} where ${messages.ticketNumber} = ${tickets.number} and ${messages.kind} <> 'event'), 0) > coalesce((select ${ticketReads.entry} from ${ticketReads} where ${ticketReads.email} = ${email} and ${ticketReads.ticketNumber} = ${tickets.number}), 0)`;
