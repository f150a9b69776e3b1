import { integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';

/** How often a peer connected and began a mail within a minute, for all listeners together. Kept for minutes. */
export const peerRates = pgTable(
  'peer_rates',
  {
    /** An address or a network, as smtp/peer.ts writes it. */
    peer: text('peer').notNull(),
    /** Minutes since 1970. */
    minute: integer('minute').notNull(),
    connections: integer('connections').notNull().default(0),
    mails: integer('mails').notNull().default(0),
  },
  rate => [primaryKey({ columns: [rate.peer, rate.minute] })],
);
