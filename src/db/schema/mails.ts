import { sql } from 'drizzle-orm';
import { bigint, index, integer, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import { ways } from '../../mail/arrival.ts';
import type { Authentication } from '../../mail/authentication.ts';
import type { ReportedDelivery } from '../../mail/report.ts';
import { tickets } from './tickets.ts';

export const dispositions = [
  'opened',
  'added',
  'duplicate',
  'auto-reply',
  'dsn',
  'help',
  'held',
  'refused',
  'failed',
  'pending',
  'ignored',
] as const;

/** Every message ever received and what became of it. The bytes are in the store, under the same id. */
export const mails = pgTable(
  'mails',
  {
    id: text('id').primaryKey(),
    receivedAt: timestamp('received_at', { withTimezone: true }).notNull(),
    /** How it came in. */
    via: text('via', { enum: ways }).notNull().default('smtp'),
    /** Null: the null reverse-path. */
    mailFrom: text('mail_from'),
    rcptTo: text('rcpt_to').array().notNull(),
    author: text('author'),
    subject: text('subject'),
    messageId: text('message_id'),
    size: integer('size').notNull(),
    disposition: text('disposition', { enum: dispositions }).notNull().default('pending'),
    reasons: text('reasons').array().notNull().default([]),
    authentication: jsonb('authentication').$type<Authentication>(),
    /** What it reports on deliveries; null: nothing. */
    reports: jsonb('reports').$type<readonly ReportedDelivery[]>(),
    /** People in Cc who were not made followers; the author was told. */
    leftOut: text('left_out').array(),
    ticketNumber: bigint('ticket_number', { mode: 'number' }).references(() => tickets.number),
    /** The header fields that are authenticated as the author's; null: all of them. */
    coveredFields: text('vouched').array(),
    /** Hash of author, Message-ID, Date and body. Unique, so that a repeated delivery is filed once. */
    fingerprint: text('fingerprint').unique(),
    /** Hash of author, subject and new text, to find automated mail that repeats itself. */
    contentHash: text('said'),
    /** When held mail was let in. */
    releasedAt: timestamp('released_at', { withTimezone: true }),
    /** Whose decision that was. `author`: the agent who wrote it sends it although its first `#word` is no command. Null: an operator. */
    releasedBy: text('released_by', { enum: ['requester', 'thread', 'author'] }),
    /** Who decided to keep a held mail out: an address, or `operator`. Null: no such decision. */
    keptOutBy: text('kept_out_by'),
    /** The ticket that a held mail is for, where its requester decides about the mail. */
    heldForTicket: bigint('held_for', { mode: 'number' }).references(() => tickets.number),
    /** The Message-IDs that a held mail answers; it waits until one of them is known. */
    awaitsMessageIds: text('awaits').array(),
    /** When the mail is filed without that thread. Null: never, since its author may not open tickets. */
    waitsUntil: timestamp('waits_until', { withTimezone: true }),
    attempts: integer('attempts').notNull().default(0),
    /** The client that handed it over, and the name that it gave. Null: by a page or a call, or older than KEEP_STORY_DAYS. */
    peer: text('peer'),
    heloName: text('helo_name'),
    /** When it was last filed; what it waited for before is the difference to `receivedAt`. */
    filedAt: timestamp('filed_at', { withTimezone: true }),
    /** When its bytes were deleted for their age. */
    bytesDroppedAt: timestamp('bytes_dropped_at', { withTimezone: true }),
  },
  mail => [
    index('mails_received_at').on(mail.receivedAt, mail.id),
    index('mails_author').on(mail.author),
    index('mails_peer').on(mail.peer),
    index('mails_message_id').on(mail.messageId),
    index('mails_said').on(mail.contentHash),
    index('mails_mail_from').on(mail.mailFrom),
    index('mails_ticket').on(mail.ticketNumber),
    index('mails_disposition').on(mail.disposition),
    index('mails_signatures').using('gin', sql`(${mail.authentication} -> 'aligned') jsonb_path_ops`),
    index('mails_held_for').on(mail.heldForTicket),
    index('mails_awaits').using('gin', mail.awaitsMessageIds),
  ],
);
