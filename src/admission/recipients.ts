import { type Address, domainOf, localPartOf } from '../mail/address.ts';
import type { Refusal } from '../mail/verdict.ts';
import { type ReplyAddress, readReplyAddress } from '../tokens/reply-address.ts';
import { readReturnPath } from '../tokens/return-path.ts';

/** What one of our addresses is for. */
export type Route =
  | Readonly<{ kind: 'support' }>
  | Readonly<{ kind: 'postmaster' }>
  /** The return path of one outgoing mail: DSNs come here. */
  | Readonly<{ kind: 'report'; outboxId: string }>
  | Readonly<{ kind: 'thread'; ticketNumber: number; isFor(author: Address): boolean }>;

export type RouteSettings = Readonly<{ supports: readonly Address[]; keys: readonly string[] }>;

// RFC 5321 section 4.5.1 and RFC 2142: these reach a person, whoever the author is.
const alwaysThere = ['postmaster', 'abuse'];

export function routeOf(recipient: Address, settings: RouteSettings, now: Date): Route | Refusal {
  if (settings.supports.includes(recipient)) return { kind: 'support' };
  if (!settings.supports.some(own => domainOf(own) === domainOf(recipient))) return 'relaying-denied';
  if (alwaysThere.includes(localPartOf(recipient))) return { kind: 'postmaster' };
  const returned = readReturnPath(recipient, settings);
  // An altered one is an altered reply address, too.
  if (returned.kind === 'valid') return { kind: 'report', outboxId: returned.outboxId };
  const reply: ReplyAddress = readReplyAddress(recipient, { ...settings, now });
  if (reply.kind === 'none') return 'unknown-recipient';
  if (reply.kind !== 'valid') return 'reply-address-invalid';
  return { kind: 'thread', ticketNumber: reply.ticketNumber, isFor: reply.isFor };
}
