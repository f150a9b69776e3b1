import { bigint, customType, index, pgTable } from 'drizzle-orm/pg-core';
import { messages } from './messages.ts';
import { tickets } from './tickets.ts';

const tsvector = customType<{ data: string }>({ dataType: () => 'tsvector' });

/**
 * The words of a ticket, for search. Triggers of PostgreSQL write them in the transaction that writes what has the
 * words, so that they are right after every mail, merge, split and erasure, by whichever statement.
 */
export const ticketWords = pgTable(
  'ticket_words',
  {
    ticketNumber: bigint('ticket_number', { mode: 'number' })
      .primaryKey()
      .references(() => tickets.number, { onDelete: 'cascade' }),
    /** Subject, people, instance, texts and names of files. */
    words: tsvector('words').notNull(),
    /** Words of notes, which only agents may find. */
    notes: tsvector('notes').notNull(),
  },
  // fastupdate off: a search would have to scan the pending list.
  row => [
    index('ticket_words_words').using('gin', row.words).with({ fastupdate: false }),
    index('ticket_words_notes').using('gin', row.notes).with({ fastupdate: false }),
  ],
);

/**
 * The words of entries that came when their ticket had many words already. A row of `ticket_words` is written anew with
 * each entry that it takes in, words that it has had before included, so on a long thread each entry has its own row.
 */
export const entryWords = pgTable(
  'entry_words',
  {
    entry: bigint('entry', { mode: 'number' })
      .primaryKey()
      .references(() => messages.id, { onDelete: 'cascade' }),
    ticketNumber: bigint('ticket_number', { mode: 'number' }).notNull(),
    words: tsvector('words').notNull(),
    notes: tsvector('notes').notNull(),
  },
  row => [
    index('entry_words_ticket').on(row.ticketNumber),
    index('entry_words_words').using('gin', row.words).with({ fastupdate: false }),
    index('entry_words_notes').using('gin', row.notes).with({ fastupdate: false }),
  ],
);
