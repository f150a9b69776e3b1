import { bigint, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { tickets } from './tickets.ts';

/** How far a person has read a ticket on the pages. */
export const ticketReads = pgTable(
  'ticket_reads',
  {
    email: text('email').notNull(),
    ticketNumber: bigint('ticket_number', { mode: 'number' })
      .notNull()
      .references(() => tickets.number, { onDelete: 'cascade' }),
    /** The newest entry that the person has seen. */
    entry: bigint('entry', { mode: 'number' }).notNull(),
  },
  row => [primaryKey({ columns: [row.email, row.ticketNumber] })],
);
