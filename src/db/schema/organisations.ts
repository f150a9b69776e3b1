import { pgTable, text, timestamp } from 'drizzle-orm/pg-core';

/** What is said of an organisation that people of the directory belong to; no row says nothing. */
export const organisations = pgTable('organisations', {
  /** As in the directory, in lower case. */
  name: text('name').primaryKey(),
  /** Who follows its tickets by being copied in: `anyone`, `directory`, or domains. */
  followers: text('followers').array().notNull(),
  updatedAt: timestamp('updated_at', { withTimezone: true }).notNull().defaultNow(),
});
