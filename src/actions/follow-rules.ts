import type { Tx } from '../db/database.ts';
import type { Desk } from '../desk/desk.ts';
import { followersAllowedBy } from '../directory/organisations.ts';
import type { Address } from '../mail/address.ts';
import { followingsOf } from '../tickets/following.ts';
import type { TicketRow } from '../tickets/ticket.ts';
import type { FollowRules } from './who-may-follow.ts';

const isAbsent: readonly string[] = ['left', 'removed'];

/** The rules for following this ticket, with its present followers. */
export async function followRules(tx: Tx, ticket: TicketRow, desk: Desk): Promise<FollowRules> {
  const rows = await followingsOf(tx, ticket.number);
  return {
    followers: (await followersAllowedBy(tx, ticket.organisation)) ?? desk.rules.followers,
    inDirectory: address => desk.directory.find(address) !== null,
    known: new Set([...rows.map(({ email }) => email as Address), ticket.requesterEmail as Address]),
    absent: new Set(rows.filter(({ state }) => isAbsent.includes(state)).map(({ email }) => email as Address)),
    following: rows.filter(({ state }) => state === 'following').length,
  };
}
