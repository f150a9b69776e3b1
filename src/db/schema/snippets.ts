import { bigint, pgTable, text, timestamp, uniqueIndex } from 'drizzle-orm/pg-core';

/** A text that agents put into answers and notes; its blanks are filled in for the ticket. */
export const snippets = pgTable(
  'snippets',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    /** One lower-case word, as it is typed: `;name`. */
    name: text('name').notNull(),
    text: text('text').notNull(),
    /** Who wrote it as it is. */
    madeBy: text('made_by').notNull(),
    updatedAt: timestamp('updated_at', { withTimezone: true }).notNull().defaultNow(),
  },
  snippet => [uniqueIndex('snippets_name').on(snippet.name)],
);
