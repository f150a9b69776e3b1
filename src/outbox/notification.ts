import type { Locale } from '../desk/locale.ts';
import type { Notice, OutgoingMail } from '../desk/notice.ts';
import type { Mailbox } from '../mail/address.ts';

/** One mail to one person, not written yet. */
export type Notification = Readonly<{
  to: Mailbox;
  role: OutgoingMail['role'];
  locale: Locale;
  notice: Notice;
  /** The held mail that it asks about. */
  heldMail?: string;
  /** Counts against a budget. */
  budgeted?: boolean;
  /** Goes out so much later, by the sweeper: it may answer a machine that would answer again. */
  heldBackMs?: number;
}>;
