import { boolean, date, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';

/** How many mails of trusted relays were refused after DATA on a day, which makes a relay send a bounce. */
export const relayRefusals = pgTable(
  'relay_refusals',
  {
    day: date('day').notNull(),
    refusal: text('refusal').notNull(),
    /** It had a Received field and a reverse-path: a relay handed it over, and has somewhere to bounce it to. */
    relayed: boolean('relayed').notNull(),
    mails: integer('mails').notNull(),
  },
  refused => [primaryKey({ columns: [refused.day, refused.refusal, refused.relayed] })],
);
