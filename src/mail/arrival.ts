import type { Address, ReversePath } from './address.ts';

/** How a mail came in. */
export const ways = ['smtp', 'form', 'api', 'imap'] as const;
export type Via = (typeof ways)[number];

/**
 * A form or the API composed it for a person who was signed in. Nobody but us has a copy, so the people in Cc have
 * not read it, and no mail program quotes in it.
 */
export const isComposedByUs = (via: Via): boolean => via === 'form' || via === 'api';

/** The peer and the envelope: what is known before the first byte of the mail. */
export type Arrival = Readonly<{
  via: Via;
  /** The peer's address; empty where there is none. */
  ip: string;
  heloName: string | null;
  tls: boolean;
  mailFrom: ReversePath;
  rcptTo: readonly [Address, ...Address[]];
}>;
