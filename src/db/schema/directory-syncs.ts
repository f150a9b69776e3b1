import { pgTable, text, timestamp } from 'drizzle-orm/pg-core';

/** Time and result of the last sync of the directory; one row a source. */
export const directorySyncs = pgTable('directory_syncs', {
  source: text('source').primaryKey(),
  triedAt: timestamp('tried_at', { withTimezone: true }).notNull(),
  /** The result, in one line for an operator. */
  outcome: text('outcome').notNull(),
});
