// Reply addresses: `support+<ticket>.<recipient>.<expiry>.<mac>@…`, bound to one recipient.
//
// They can be checked without a database, by anyone who has the key, and guessing one means
// guessing 80 bits. They live among the words because the outbox signs them and admission reads
// them. All of it is lower case, because mail programs and gateways change the case.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { type Address, domainOf, localPartOf } from './address.ts';

export type ReplyAddress =
  | Readonly<{ kind: 'none' }>
  | Readonly<{ kind: 'altered' | 'expired' }>
  | Readonly<{ kind: 'valid'; ticketNumber: number; isFor(recipient: Address): boolean }>;

const dayMs = 86_400_000;
const lifetimeDays = 400;
// 5 bits a letter, the alphabet of RFC 4648 section 6 in lower case.
const letters = 'abcdefghijklmnopqrstuvwxyz234567';
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
  const [, ticket, recipient, expiry, mac] =
    shape.exec(localPartOf(address).slice(localPartOf(support).length + 1)) ?? [];
  if (!ticket || !recipient || !expiry || !mac) return { kind: 'altered' };
  const key = settings.keys.find(candidate => same(macOf(`${ticket}.${recipient}.${expiry}`, candidate), mac));
  if (key === undefined) return { kind: 'altered' };
  if (Number.parseInt(expiry, 36) * dayMs < settings.now.getTime()) return { kind: 'expired' };
  return {
    kind: 'valid',
    ticketNumber: Number.parseInt(ticket, 36),
    isFor: author => same(tagOf(author, key), recipient),
  };
}

const macOf = (head: string, key: string): string => hmac(`reply-address ${head}`, key, 16);
const tagOf = (recipient: Address, key: string): string => hmac(`recipient ${recipient}`, key, 8);

function hmac(text: string, key: string, length: number): string {
  const digest = createHmac('sha256', key).update(text).digest();
  let bits = 0n;
  for (const byte of digest.subarray(0, Math.ceil((length * 5) / 8))) bits = (bits << 8n) | BigInt(byte);
  return Array.from({ length }, (_, at) => letters[Number((bits >> BigInt(5 * at)) & 31n)]).join('');
}

const same = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
