import { bigint, index, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core';

/** What happened to a mail, step by step. The words of a page are made from it. Rows outlive releases. */
export const mailSteps = pgTable(
  'mail_steps',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    mailId: text('mail_id').notNull(),
    /** Null: at the same time as the step before. */
    at: timestamp('at', { withTimezone: true }),
    stage: text('stage').notNull(),
    verdict: text('verdict'),
    detail: jsonb('detail').$type<Readonly<Record<string, unknown>>>().notNull(),
  },
  row => [index('mail_steps_mail').on(row.mailId)],
);

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
  ],
);
