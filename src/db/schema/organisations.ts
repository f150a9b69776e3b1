import { pgTable, text, timestamp } from 'drizzle-orm/pg-core';

/** Settings of an organisation in the directory; without a row the defaults apply. */
export const organisations = pgTable('organisations', {
  /** As in the directory, in lower case. */
  name: text('name').primaryKey(),
  /** Which people in Cc become followers of its tickets: `anyone`, `directory`, or domains. Null: as FOLLOWERS says. */
  followers: text('followers').array(),
  /** Which of its tickets its people see on pages, besides those that they follow. */
  see: text('see', { enum: ['own', 'all'] })
    .notNull()
    .default('own'),
  updatedAt: timestamp('updated_at', { withTimezone: true }).notNull().defaultNow(),
});
