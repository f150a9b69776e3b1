import type { Desk } from '../desk/desk.ts';
import type { Conclusion } from '../tickets/mail-record.ts';
import type { Content } from './loops/loops.ts';
import type { AuthoredMail } from './read-mail.ts';

/** The conclusion, and the outbox rows to offer to the queue after the commit. */
export type FilingResult = Readonly<{ conclusion: Conclusion; outboxIds: readonly string[] }>;

/** A person's mail with the facts by which it is filed. */
export type PersonMail = Readonly<{ facts: AuthoredMail; content: Content; desk: Desk }>;

/** As above; the conclusion is null where the mail was filed before. */
export type Filed = Readonly<{ conclusion: Conclusion | null; outboxIds: readonly string[] }>;

export const withoutLetters = (conclusion: Conclusion): FilingResult => ({ conclusion, outboxIds: [] });
