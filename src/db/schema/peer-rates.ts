import { integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';

/** Connections and mails of a peer within a minute, over all listeners. Kept for minutes. */
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
