import { bigint, index, pgTable, text, timestamp } from 'drizzle-orm/pg-core';

/** What was done to the desk itself, by whom and through which door. What is done to tickets stands in their events. */
export const audit = pgTable(
  'audit',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    at: timestamp('at', { withTimezone: true }).notNull().defaultNow(),
    /** An address; null: an operator at the command line. */
    who: text('who'),
    via: text('via', { enum: ['page', 'cli', 'api'] }).notNull(),
    /** Such as `directory: changed`. */
    act: text('act').notNull(),
    about: text('about').notNull(),
  },
  row => [index('audit_at').on(row.at)],
);
