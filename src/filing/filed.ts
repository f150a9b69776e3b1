import type { Desk } from '../desk/desk.ts';
import type { Conclusion } from '../tickets/mail-record.ts';
import type { Words } from './loops/loops.ts';
import type { Authored } from './read-mail.ts';

/** The outcome, and the outbox rows to offer once the transaction is committed. */
export type Filed = Readonly<{ conclusion: Conclusion; outboxIds: readonly string[] }>;

/** A mail that somebody has written, and what it is filed by. */
export type Written = Readonly<{ reading: Authored; words: Words; desk: Desk }>;

export const plain = (conclusion: Conclusion): Filed => ({ conclusion, outboxIds: [] });
