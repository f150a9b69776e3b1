import type { Database } from '../db/database.ts';
import type { Desk } from '../desk/desk.ts';
import type { Address } from '../mail/address.ts';
import { livingOf } from '../tickets/find.ts';
import { followersOf, lockTicket } from '../tickets/ticket.ts';
import { act } from './act.ts';

/** Unfollows by the link in our mail, for the person whom it was made for. A second call changes nothing. */
export async function unfollowByLink(
  db: Database,
  link: Readonly<{ ticketNumber: number; isFor(address: Address): boolean }>,
  desk: Desk,
): Promise<'unfollowed' | 'stays'> {
  return db.transaction(async tx => {
    const ticket = await lockTicket(tx, await livingOf(tx, link.ticketNumber));
    if (!ticket) return 'unfollowed';
    const person = (await followersOf(tx, ticket.number)).find(({ address }) => link.isFor(address));
    // After a merge a follower of one ticket may be the requester of the other.
    if (!person) return link.isFor(ticket.requesterEmail as Address) ? 'stays' : 'unfollowed';
    const actor = { as: 'follower', mailbox: person, via: 'page' } as const;
    await act(tx, ticket.number, [{ do: 'unfollow', people: [person] }], actor, desk);
    return 'unfollowed';
  });
}
