import { bigint, index, pgTable, text, timestamp } from 'drizzle-orm/pg-core';

/** A search that has a name, shown beside the views that everyone has. */
export const savedViews = pgTable(
  'saved_views',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    /** The agent whose view it is. Null: all agents have it. */
    owner: text('owner'),
    name: text('name').notNull(),
    /** As it is typed into the search field. */
    query: text('query').notNull(),
    /** Who saved it. */
    madeBy: text('made_by').notNull(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  },
  view => [index('saved_views_owner').on(view.owner)],
);
