import { sql } from 'drizzle-orm';
import { bigint, boolean, index, integer, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import type { Notice, TicketOfMail } from '../../desk/notice.ts';
import { tickets } from './tickets.ts';

/** `failed`: the relay refused it. `undeliverable`: it was sent, and a DSN reported failure. */
export const deliveryStates = ['queued', 'sent', 'failed', 'undeliverable'] as const;

/** Outgoing mail: one row, one recipient, one Message-ID for all attempts. */
export const outbox = pgTable(
  'outbox',
  {
    id: text('id').primaryKey(),
    /** Null for mail without a ticket. */
    ticketNumber: bigint('ticket_number', { mode: 'number' }).references(() => tickets.number),
    /** The thread entry that it reports, so that a reply to it can refer to that entry. */
    entry: bigint('entry', { mode: 'number' }),
    /** The held mail that it asks about. */
    heldMail: text('held_mail'),
    recipientEmail: text('recipient_email').notNull(),
    recipientName: text('recipient_name'),
    locale: text('locale').notNull(),
    role: text('role', { enum: ['requester', 'follower', 'agent'] }).notNull(),
    notice: jsonb('notice').$type<Notice>().notNull(),
    /** The content as of when the row was written, so that every attempt composes the same bytes. */
    ticket: jsonb('ticket').$type<TicketOfMail>().notNull(),
    messageId: text('message_id').notNull().unique(),
    /** The Message-ID that the relay put in its place, where the relay reports it: replies will refer to it. */
    relayedAs: text('relayed_as'),
    inReplyTo: text('in_reply_to'),
    references: text('references').array().notNull(),
    state: text('state', { enum: deliveryStates }).notNull().default('queued'),
    attempts: integer('attempts').notNull().default(0),
    nextAttemptAt: timestamp('next_attempt_at', { withTimezone: true }).notNull().defaultNow(),
    /** The smarthost's last answer, or why there was none. */
    lastReply: text('last_reply'),
    /** Enhanced status of the failure, such as 5.1.1 (RFC 3463). */
    enhancedStatus: text('enhanced_status'),
    /** Counts against a budget: an answer to mail that looks automated, or a warning to agents. */
    budgeted: boolean('budgeted').notNull().default(false),
    /** Delayed on purpose: an answer that arrives right after the late sending comes from a machine. */
    heldBack: boolean('held_back').notNull().default(false),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
    sentAt: timestamp('sent_at', { withTimezone: true }),
  },
  row => [
    index('outbox_due').on(row.nextAttemptAt).where(sql`${row.state} = 'queued'`),
    index('outbox_person').on(row.ticketNumber, row.recipientEmail, row.createdAt),
    index('outbox_undelivered').on(row.recipientEmail).where(sql`${row.state} in ('failed', 'undeliverable')`),
    index('outbox_relayed_as').on(row.relayedAs).where(sql`${row.relayedAs} is not null`),
    index('outbox_budgeted').on(row.createdAt).where(sql`${row.budgeted}`),
  ],
);
