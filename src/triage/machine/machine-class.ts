import type { Address, ReversePath } from '../../mail/address.ts';
import type { Header } from '../../mail/header.ts';
import type { Report } from '../../mail/report.ts';

export type MachineClass =
  | 'auto-reply'
  | 'dsn'
  | 'mdn'
  | 'complaint'
  | 'list'
  | 'calendar'
  | 'challenge'
  /** Other ticket systems, monitoring, addresses that take no answer. */
  | 'notification';

export type MailFacts = Readonly<{
  mailFrom: ReversePath;
  author: Address | null;
  header: Header;
  /** Decoded. */
  subject: string;
  /** The body as text. */
  text: string;
  report: Report | null;
  attachmentTypes?: readonly string[];
}>;

/** Signs of one kind are not independent of each other. */
export type Sign = Readonly<{
  kind: 'field' | 'report' | 'envelope' | 'author' | 'subject' | 'opening' | 'shape' | 'person';
  class: MachineClass | null;
  weight: number;
  words: string;
}>;
