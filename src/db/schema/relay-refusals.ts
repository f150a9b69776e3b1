import { boolean, date, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';

/** Mails of trusted relays that were refused after DATA on a day; each makes the relay send a bounce. */
export const relayRefusals = pgTable(
  'relay_refusals',
  {
    day: date('day').notNull(),
    refusal: text('refusal').notNull(),
    /** The mail had a Received field and a reverse-path, so it was relayed and can bounce. */
    relayed: boolean('relayed').notNull(),
    mails: integer('mails').notNull(),
  },
  refused => [primaryKey({ columns: [refused.day, refused.refusal, refused.relayed] })],
);
