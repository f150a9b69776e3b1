import type { Address, ReversePath } from './address.ts';

/** The ways in. */
export const ways = ['smtp', 'form', 'api', 'imap'] as const;
export type Via = (typeof ways)[number];

/** The peer that hands a mail over, and its envelope: what is known before the first byte of the mail. */
export type Arrival = Readonly<{
  via: Via;
  /** Of the peer; empty where there is none. */
  ip: string;
  heloName: string | null;
  tls: boolean;
  mailFrom: ReversePath;
  rcptTo: readonly [Address, ...Address[]];
}>;
