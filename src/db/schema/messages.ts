import { sql } from 'drizzle-orm';
import { bigint, boolean, index, integer, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import { doors, standings } from '../../desk/actor.ts';
import type { Change } from '../../desk/change.ts';
import type { Moved } from '../../desk/moved.ts';
import { mails } from './mails.ts';
import { tickets } from './tickets.ts';

export const messageKinds = ['request', 'reply', 'answer', 'note', 'event', 'auto-reply'] as const;

/** One entry of a ticket's thread. Rows never change, except that a merge or split moves them to another ticket. */
export const messages = pgTable(
  'messages',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    ticketNumber: bigint('ticket_number', { mode: 'number' })
      .notNull()
      .references(() => tickets.number),
    kind: text('kind', { enum: messageKinds }).notNull(),
    authorEmail: text('author_email'),
    authorName: text('author_name'),
    text: text('text').notNull(),
    quoted: text('quoted'),
    html: text('html'),
    /** Of an event: what it changed; empty where it cannot be undone. */
    changes: jsonb('changes').$type<readonly Change[]>(),
    /** Of an event that moved entries to another ticket: what is needed to move them back. */
    moved: jsonb('moved').$type<Moved>(),
    /** Of an event: the event that it undid. */
    undoes: bigint('undoes', { mode: 'number' }),
    /** Of an event: the standing in which its author acted, and the door (mail, command line, …). */
    actedAs: text('acted_as', { enum: standings }),
    via: text('via', { enum: doors }),
    /** Of an event that happened automatically, such as the change from new to open by an answer: `undo` skips it. */
    automatic: boolean('automatic').notNull().default(false),
    /** With angle brackets. Not unique: mail may repeat or forge it. */
    messageId: text('message_id'),
    /** Unique, so that a repeated ingest job files the mail once. */
    mailId: text('mail_id')
      .unique()
      .references(() => mails.id),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  },
  message => [
    index('messages_thread').on(message.ticketNumber, message.createdAt),
    index('messages_message_id').on(message.messageId),
    // Who did what, by address; requests and replies are found by their mails.
    index('messages_deeds').on(message.authorEmail, message.id).where(sql`kind in ('event', 'answer', 'note')`),
  ],
);

/** A file that came with a message. Its bytes are in the store under `key`. */
export const attachments = pgTable(
  'attachments',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    messageRow: bigint('message_row', { mode: 'number' })
      .notNull()
      .references(() => messages.id),
    name: text('name').notNull(),
    contentType: text('content_type').notNull(),
    /** Bytes after decoding. */
    size: integer('size').notNull(),
    sha256: text('sha256').notNull(),
    inline: boolean('inline').notNull(),
    contentId: text('content_id'),
    key: text('key').notNull(),
    /** The scanner found malware in it: it is given to no person. */
    infected: boolean('infected').notNull().default(false),
    /** When its bytes were deleted for their age. */
    droppedAt: timestamp('dropped_at', { withTimezone: true }),
  },
  attachment => [index('attachments_message').on(attachment.messageRow)],
);
