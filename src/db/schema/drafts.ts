import { bigint, boolean, index, integer, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import type { DraftFields } from '../../desk/draft.ts';

/** What a person has typed on a page and not sent. */
export const drafts = pgTable(
  'drafts',
  {
    id: text('id').primaryKey(),
    /** The person's address, lower case. */
    owner: text('owner').notNull(),
    kind: text('kind', { enum: ['new', 'reply', 'answer', 'note'] }).notNull(),
    /** Null for a new ticket. */
    ticketNumber: bigint('ticket_number', { mode: 'number' }),
    fields: jsonb('fields').$type<DraftFields>().notNull(),
    /** Grows with each change. */
    version: integer('version').notNull().default(1),
    /** When Send was pressed first: the Date of the mail, so that a second press makes the same mail. */
    sentAt: timestamp('sent_at', { withTimezone: true }),
    /** The mail that it became. */
    sentMail: text('sent_mail'),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
    updatedAt: timestamp('updated_at', { withTimezone: true }).notNull().defaultNow(),
  },
  draft => [index('drafts_owner').on(draft.owner, draft.kind, draft.ticketNumber)],
);

/** A file of a draft. Its bytes are in the store under `key` once it is complete. */
export const uploads = pgTable(
  'uploads',
  {
    id: text('id').primaryKey(),
    draft: text('draft')
      .notNull()
      .references(() => drafts.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    contentType: text('content_type').notNull(),
    /** Bytes. */
    size: bigint('size', { mode: 'number' }).notNull(),
    received: bigint('received', { mode: 'number' }).notNull().default(0),
    complete: boolean('complete').notNull().default(false),
    /** Of a complete file. */
    sha256: text('sha256'),
    key: text('key'),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  },
  upload => [index('uploads_draft').on(upload.draft)],
);
