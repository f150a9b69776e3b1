// Tokens that stand for one ticket and one recipient: `<ticket>.<recipient>.<expiry>.<mac>`.
//
// They can be checked with the key and without a database; guessing one means guessing 80 bits. They hold no
// address: `isFor` tells whether a given one is meant.
import type { Address } from '../mail/address.ts';
import { mac, sameMac } from './mac.ts';

/** No token serves for another purpose. */
export type Purpose = 'reply-address' | 'unfollow' | `file ${string}`;
export type TicketToken =
  | Readonly<{ kind: 'altered' | 'expired' }>
  | Readonly<{ kind: 'valid'; ticketNumber: number; isFor(recipient: Address): boolean }>;

const dayMs = 86_400_000;
const lifetimeDays = 400;
const shape = /^([0-9a-z]{1,9})\.([a-z2-7]{8})\.([0-9a-z]{1,5})\.([a-z2-7]{16})$/;

export const maxTicketToken = 9 + 1 + 8 + 1 + 5 + 1 + 16;

/** Valid for 400 days from `now`, or for so many. */
export function signTicketToken(
  to: Readonly<{ purpose: Purpose; ticketNumber: number; recipient: Address }>,
  key: string,
  now: Date,
  days = lifetimeDays,
): string {
  const expiry = Math.floor(now.getTime() / dayMs) + days;
  const head = `${to.ticketNumber.toString(36)}.${tagOf(to.recipient, key)}.${expiry.toString(36)}`;
  return `${head}.${macOf(to.purpose, head, key)}`;
}

/** `keys` newest first. */
export function readTicketToken(
  token: string,
  { purpose, keys, now }: Readonly<{ purpose: Purpose; keys: readonly string[]; now: Date }>,
): TicketToken {
  const [, ticket, recipient, expiry, proof] = shape.exec(token) ?? [];
  if (!ticket || !recipient || !expiry || !proof) return { kind: 'altered' };
  const head = `${ticket}.${recipient}.${expiry}`;
  const key = keys.find(candidate => sameMac(macOf(purpose, head, candidate), proof));
  if (key === undefined) return { kind: 'altered' };
  if (Number.parseInt(expiry, 36) * dayMs < now.getTime()) return { kind: 'expired' };
  return {
    kind: 'valid',
    ticketNumber: Number.parseInt(ticket, 36),
    isFor: candidate => sameMac(tagOf(candidate, key), recipient),
  };
}

const macOf = (purpose: Purpose, head: string, key: string): string => mac(`${purpose} ${head}`, key, 16);
const tagOf = (recipient: Address, key: string): string => mac(`recipient ${recipient}`, key, 8);
