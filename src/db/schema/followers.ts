import { bigint, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';
import { tickets } from './tickets.ts';

/** Who was copied in and follows one thread. */
export const followers = pgTable(
  'followers',
  {
    ticketNumber: bigint('ticket_number', { mode: 'number' })
      .notNull()
      .references(() => tickets.number),
    email: text('email').notNull(),
    name: text('name'),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  },
  follower => [primaryKey({ columns: [follower.ticketNumber, follower.email] })],
);
