import type { Desk } from '../desk/desk.ts';
import type { Conclusion } from '../tickets/mail-record.ts';
import type { Content } from './loops/loops.ts';
import type { AuthoredMail } from './read-mail.ts';

/** The outcome, and the outbox rows to offer once the transaction is committed. */
export type FilingResult = Readonly<{ conclusion: Conclusion; outboxIds: readonly string[] }>;

/** A mail that somebody has written, and what it is filed by. */
export type PersonMail = Readonly<{ reading: AuthoredMail; content: Content; desk: Desk }>;

export const withoutLetters = (conclusion: Conclusion): FilingResult => ({ conclusion, outboxIds: [] });
