import { pgTable, text, timestamp } from 'drizzle-orm/pg-core';

/** When the directory was last read from elsewhere, and how that went; one row a source. */
export const directorySyncs = pgTable('directory_syncs', {
  source: text('source').primaryKey(),
  triedAt: timestamp('tried_at', { withTimezone: true }).notNull(),
  /** One line for an operator. */
  outcome: text('outcome').notNull(),
});
