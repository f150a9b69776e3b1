import { index, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core';

/** Mail that was refused in the session. It has no row in `mails` and no content is kept. */
export const refusals = pgTable(
  'refusals',
  {
    id: text('id').primaryKey(),
    at: timestamp('at', { withTimezone: true }).notNull(),
    /** The client's address. */
    peer: text('peer').notNull(),
    heloName: text('helo_name'),
    mailFrom: text('mail_from'),
    rcptTo: text('rcpt_to').array().notNull(),
    author: text('author'),
    messageId: text('message_id'),
    refusal: text('refusal').notNull(),
    detail: jsonb('detail').$type<Readonly<Record<string, unknown>>>().notNull(),
  },
  row => [
    index('refusals_at').on(row.at),
    index('refusals_author').on(row.author),
    index('refusals_message_id').on(row.messageId),
    index('refusals_peer').on(row.peer),
  ],
);
