import type { Header } from './header.ts';

/** RFC 3464 (delivery-status), RFC 8098 (disposition-notification), RFC 5965 (feedback-report). */
export type Report = Readonly<{
  kind: 'delivery-status' | 'disposition-notification' | 'feedback-report';
  /** Groups of fields: the first is per message, the others per recipient. */
  groups: readonly Header[];
  /** It stands in an attached mail, and the mail around it says nothing. */
  attached?: true;
}>;

/** What a report says of one recipient; null where it does not say. */
export type ReportedDelivery = Readonly<{ address: string; action: string | null; status: string | null }>;
