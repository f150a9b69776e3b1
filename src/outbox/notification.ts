import type { Locale } from '../desk/locale.ts';
import type { Notice, OutgoingMail } from '../desk/notice.ts';
import type { Mailbox } from '../mail/address.ts';

/** One mail to one person, before it becomes a row. */
export type Notification = Readonly<{
  to: Mailbox;
  role: OutgoingMail['role'];
  locale: Locale;
  notice: Notice;
  /** The held mail that it asks about. */
  heldMail?: string;
  /** Counts against the budgets for receipts (filing/loops/receipt-budget.ts). */
  budgeted?: boolean;
  /** Delays the mail; the sweeper sends it then. For a receipt that may start a loop with a machine. */
  heldBackMs?: number;
}>;
