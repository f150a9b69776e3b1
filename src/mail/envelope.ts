import type { Address, ReversePath } from './address.ts';

/** What the SMTP client said; the header fields may say otherwise (RFC 5321 section 2.3.1). */
export type Envelope = Readonly<{
  mailFrom: ReversePath;
  rcptTo: readonly [Address, ...Address[]];
}>;
