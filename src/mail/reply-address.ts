// Reply addresses: `support+<ticket>.<recipient>.<expiry>.<mac>@…`, bound to one recipient.
//
// They can be checked without a database, by anyone who has the key, and guessing one means
// guessing 80 bits.
import { type Address, domainOf, localPartOf } from './address.ts';
import { mac, sameMac } from './mac.ts';

export type ReplyAddress =
  | Readonly<{ kind: 'none' }>
  | Readonly<{ kind: 'altered' | 'expired' }>
  | Readonly<{ kind: 'valid'; ticketNumber: number; isFor(recipient: Address): boolean }>;

const dayMs = 86_400_000;
const lifetimeDays = 400;
const shape = /^([0-9a-z]{1,9})\.([a-z2-7]{8})\.([0-9a-z]{1,5})\.([a-z2-7]{16})$/;

/** Longest local part that leaves room for the rest within 64 octets (RFC 5321 section 4.5.3.1.1). */
export const maxSupportLocalPart = 64 - '+'.length - 9 - 1 - 8 - 1 - 5 - 1 - 16;

/** Valid for 400 days from `now`. `support` is the mailbox that the ticket writes as. */
export function signReplyAddress(
  to: Readonly<{ support: Address; ticketNumber: number; recipient: Address }>,
  key: string,
  now: Date,
): Address {
  const expiry = Math.floor(now.getTime() / dayMs) + lifetimeDays;
  const head = `${to.ticketNumber.toString(36)}.${tagOf(to.recipient, key)}.${expiry.toString(36)}`;
  return `${localPartOf(to.support)}+${head}.${macOf(head, key)}@${domainOf(to.support)}` as Address;
}

/** `keys` newest first. `none`: not one of ours at all. */
export function readReplyAddress(
  address: Address,
  settings: Readonly<{ supports: readonly Address[]; keys: readonly string[]; now: Date }>,
): ReplyAddress {
  const support = settings.supports.find(
    own => domainOf(own) === domainOf(address) && localPartOf(address).startsWith(`${localPartOf(own)}+`),
  );
  if (!support) return { kind: 'none' };
  const [, ticket, recipient, expiry, proof] =
    shape.exec(localPartOf(address).slice(localPartOf(support).length + 1)) ?? [];
  if (!ticket || !recipient || !expiry || !proof) return { kind: 'altered' };
  const key = settings.keys.find(candidate => sameMac(macOf(`${ticket}.${recipient}.${expiry}`, candidate), proof));
  if (key === undefined) return { kind: 'altered' };
  if (Number.parseInt(expiry, 36) * dayMs < settings.now.getTime()) return { kind: 'expired' };
  return {
    kind: 'valid',
    ticketNumber: Number.parseInt(ticket, 36),
    isFor: author => sameMac(tagOf(author, key), recipient),
  };
}

const macOf = (head: string, key: string): string => mac(`reply-address ${head}`, key, 16);
const tagOf = (recipient: Address, key: string): string => mac(`recipient ${recipient}`, key, 8);
