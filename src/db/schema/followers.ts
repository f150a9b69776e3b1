import { sql } from 'drizzle-orm';
import { bigint, boolean, index, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';
import { tickets } from './tickets.ts';

/**
 * `left`: unfollowed by an own wish; `removed`: by another's. Another Cc adds neither again, and who left follows again
 * by writing. `barred`: the requester keeps this person out.
 */
export const followings = ['following', 'left', 'removed', 'barred'] as const;

/** The followers of a ticket, and the people who left it or are barred from it. */
export const followers = pgTable(
  'followers',
  {
    ticketNumber: bigint('ticket_number', { mode: 'number' })
      .notNull()
      .references(() => tickets.number),
    email: text('email').notNull(),
    name: text('name'),
    state: text('state', { enum: followings }).notNull().default('following'),
    /** The person was not in the directory when added. */
    outside: boolean('outside').notNull().default(false),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  },
  follower => [
    primaryKey({ columns: [follower.ticketNumber, follower.email] }),
    index('followers_email').on(follower.email),
    index('followers_outside').on(follower.createdAt).where(sql`${follower.outside}`),
  ],
);
