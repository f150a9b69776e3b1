import { sql } from 'drizzle-orm';
import { bigint, boolean, index, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';
import { tickets } from './tickets.ts';

/** `left`: unfollowed, and is not added by another copy. `barred`: the requester keeps this person out. */
export const followings = ['following', 'left', 'barred'] as const;

/** Who was copied in and follows one thread, and who does not any more or never shall. */
export const followers = pgTable(
  'followers',
  {
    ticketNumber: bigint('ticket_number', { mode: 'number' })
      .notNull()
      .references(() => tickets.number),
    email: text('email').notNull(),
    name: text('name'),
    state: text('state', { enum: followings }).notNull().default('following'),
    /** From outside the directory when the person was added. */
    outside: boolean('outside').notNull().default(false),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  },
  follower => [
    primaryKey({ columns: [follower.ticketNumber, follower.email] }),
    index('followers_email').on(follower.email),
    index('followers_outside').on(follower.createdAt).where(sql`${follower.outside}`),
  ],
);
