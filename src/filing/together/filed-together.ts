import type { NewLetter } from '../../db/known.ts';
import type { OutboxRow } from '../../outbox/rows.ts';
import type { Conclusion } from '../../tickets/mail-record.ts';

export type FiledAs = Pick<Conclusion, 'disposition' | 'ticketNumber'>;

/** The mails that were filed, and the letters that they caused. */
export type FiledTogether = Readonly<{ filed: ReadonlyMap<string, FiledAs>; letters: readonly OutboxRow[] }>;

export const none: FiledTogether = { filed: new Map(), letters: [] };

/** The row as the database has it, leased until then. */
export const asWritten = (row: NewLetter, nextAttemptAt: Date): OutboxRow => ({
  heldBack: false,
  relayedAs: null,
  state: 'queued',
  attempts: 0,
  lastReply: null,
  enhancedStatus: null,
  sentAt: null,
  ...row,
  nextAttemptAt,
});
