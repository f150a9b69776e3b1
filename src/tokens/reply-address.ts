// Reply addresses: `support+<ticket>.<recipient>.<expiry>.<mac>@…`, bound to one recipient.
import { type Address, domainOf, localPartOf } from '../mail/address.ts';
import { maxTicketToken, readTicketToken, signTicketToken, type TicketToken } from './ticket-token.ts';

export type ReplyAddress = Readonly<{ kind: 'none' }> | TicketToken;

/** Longest local part that leaves room for the rest within 64 octets (RFC 5321 section 4.5.3.1.1). */
export const maxSupportLocalPart = 64 - '+'.length - maxTicketToken;

/** Valid for 400 days from `now`. `support` is the mailbox that the ticket writes as. */
export function signReplyAddress(
  to: Readonly<{ support: Address; ticketNumber: number; recipient: Address }>,
  key: string,
  now: Date,
): Address {
  const token = signTicketToken({ purpose: 'reply-address', ...to }, key, now);
  return `${localPartOf(to.support)}+${token}@${domainOf(to.support)}` as Address;
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
  const token = localPartOf(address).slice(localPartOf(support).length + 1);
  return readTicketToken(token, { purpose: 'reply-address', ...settings });
}
