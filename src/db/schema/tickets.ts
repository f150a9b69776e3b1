import { getTableColumns, sql } from 'drizzle-orm';
import { bigint, boolean, customType, index, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import { priorities, statuses } from '../../desk/ticket.ts';

const tsvector = customType<{ data: string }>({ dataType: () => 'tsvector' });

/** One incident. Its key is `PT-<number>`. */
export const tickets = pgTable(
  'tickets',
  {
    number: bigint('number', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    subject: text('subject').notNull(),
    instance: text('instance'),
    /** Whether the instance is in the directory; an unknown one is kept and marked. */
    instanceKnown: boolean('instance_known').notNull().default(false),
    priority: text('priority', { enum: priorities }),
    status: text('status', { enum: statuses }).notNull().default('new'),
    requesterEmail: text('requester_email').notNull(),
    requesterName: text('requester_name'),
    organisation: text('organisation'),
    /** Thread-Index of the mail that opened the ticket, for threading in Outlook. */
    threadIndex: text('thread_index'),
    locale: text('locale').notNull().default('en'),
    /** The agent who works on it. */
    assignee: text('assignee'),
    /** The ticket that it was merged into, with its entries and people; it is closed, and mail for it goes there. */
    mergedInto: bigint('merged_into', { mode: 'number' }),
    /** The closed ticket that this one follows up. */
    followUpOf: bigint('follow_up_of', { mode: 'number' }),
    /** Words of the subject (weight A) and the request, to find open tickets about the same incident. */
    words: tsvector('words'),
    /** Since when it has its status. */
    statusSince: timestamp('status_since', { withTimezone: true }).notNull().defaultNow(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
    updatedAt: timestamp('updated_at', { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
    /**
     * The last change that everyone on it may see: no note, and not who works on it. Null for a ticket of an earlier
     * release that has not changed since: then it is `updatedAt`.
     */
    shownAt: timestamp('shown_at', { withTimezone: true }).default(sql`clock_timestamp()`),
  },
  ticket => [
    index('tickets_status').on(ticket.status, ticket.statusSince),
    index('tickets_requester').on(ticket.requesterEmail, ticket.createdAt),
    index('tickets_organisation').on(ticket.organisation, ticket.createdAt),
    index('tickets_instance').on(ticket.instance, ticket.createdAt),
    index('tickets_follow_up').on(ticket.followUpOf),
    // The order of lists: the newest change first.
    index('tickets_updated').on(ticket.updatedAt, ticket.number),
    index('tickets_assignee').on(ticket.assignee).where(sql`${ticket.assignee} is not null`),
    // The newest open ones, for look-alikes by words that many of them have.
    index('tickets_open').on(ticket.number).where(sql`${ticket.status} in ('new', 'open', 'pending')`),
    // The order of the lists that agents use most, which show no ticket that is over. With the number in it, PostgreSQL
    // takes its rows to be scattered, and sorts all open tickets instead.
    index('tickets_open_updated').on(ticket.updatedAt).where(sql`${ticket.status} in ('new', 'open', 'pending')`),
    // fastupdate off: a search would have to scan the pending list.
    index('tickets_words')
      .using('gin', ticket.words)
      .with({ fastupdate: false })
      .where(sql`${ticket.status} in ('new', 'open', 'pending')`),
  ],
);

const { words: _, ...read } = getTableColumns(tickets);

/** All but the words of the search, which are long, and are only asked for by SQL. */
export const ticketColumns = read;
export type TicketRow = Readonly<Omit<typeof tickets.$inferSelect, 'words'>>;
