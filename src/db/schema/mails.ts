import { sql } from 'drizzle-orm';
import { bigint, index, integer, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import { ways } from '../../mail/arrival.ts';
import type { Authentication } from '../../mail/authentication.ts';
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
    /** Null is the null reverse-path. */
    mailFrom: text('mail_from'),
    rcptTo: text('rcpt_to').array().notNull(),
    author: text('author'),
    subject: text('subject'),
    messageId: text('message_id'),
    size: integer('size').notNull(),
    disposition: text('disposition', { enum: dispositions }).notNull().default('pending'),
    reasons: text('reasons').array().notNull().default([]),
    authentication: jsonb('authentication').$type<Authentication>(),
    /** Those copied in who do not follow the ticket, as its author was told. */
    leftOut: text('left_out').array(),
    ticketNumber: bigint('ticket_number', { mode: 'number' }).references(() => tickets.number),
    /** The header fields that are the author's for sure; null means all of them. */
    coveredFields: text('vouched').array(),
    /** Same author, Message-ID, Date and body. Unique: this is what makes a repeated delivery harmless. */
    fingerprint: text('fingerprint').unique(),
    /** Hash of author, subject and new text: what a machine repeats. */
    contentHash: text('said'),
    /** When somebody let in what was held. */
    releasedAt: timestamp('released_at', { withTimezone: true }),
    /** By which decision. `author`: an agent sends it although its first `#word` is no command. Null: an operator's. */
    releasedBy: text('released_by', { enum: ['requester', 'thread', 'author'] }),
    /** The ticket that a held mail is for, where only its requester can say whether it may. */
    heldForTicket: bigint('held_for', { mode: 'number' }).references(() => tickets.number),
    /** The Message-IDs that a held mail answers, until one of them is known here. */
    awaitsMessageIds: text('awaits').array(),
    /** When that is given up, and the mail is filed without it. Null: never, for its author may open no ticket. */
    waitsUntil: timestamp('waits_until', { withTimezone: true }),
    attempts: integer('attempts').notNull().default(0),
  },
  mail => [
    index('mails_received_at').on(mail.receivedAt),
    index('mails_said').on(mail.contentHash),
    index('mails_mail_from').on(mail.mailFrom),
    index('mails_ticket').on(mail.ticketNumber),
    index('mails_disposition').on(mail.disposition),
    index('mails_signatures').using('gin', sql`(${mail.authentication} -> 'aligned') jsonb_path_ops`),
    index('mails_held_for').on(mail.heldForTicket),
    index('mails_awaits').using('gin', mail.awaitsMessageIds),
  ],
);
