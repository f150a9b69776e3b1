import type { Tx } from '../db/database.ts';
import type { Unfollow } from '../desk/action.ts';
import type { Mailbox } from '../mail/address.ts';
import { addEvent } from '../tickets/events.ts';
import { followingOf, setFollowing } from '../tickets/following.ts';
import type { TicketRow } from '../tickets/ticket.ts';
import type { Order, Performed } from './performed.ts';

/** The row of a follower stays, so that another copy does not bring the person back. */
export async function unfollow(tx: Tx, ticket: TicketRow, { people }: Unfollow, { actor }: Order): Promise<Performed> {
  const [first] = people;
  if (first && people.length === 1 && first.address === actor.mailbox?.address) return leave(tx, ticket, first, actor);
  const removed: string[] = [];
  const others: string[] = [];
  for (const person of people) {
    const follows = (await followingOf(tx, ticket.number, person.address)) === 'following';
    (follows ? removed : others).push(person.address);
    if (follows) await setFollowing(tx, ticket.number, { person, state: 'removed' });
  }
  const notHere = others.map(address => ({ kind: 'same', words: `unfollow ${address}` }) as const);
  if (removed.length === 0) return { feedback: notHere };
  const names = removed.join(', ');
  const moved = { how: 'followers', added: [], removed } as const;
  await addEvent(tx, ticket.number, { text: `followers removed: ${names}`, actor, changes: [], moved });
  return { feedback: [{ kind: 'removed', names }, ...notHere] };
}

async function leave(tx: Tx, ticket: TicketRow, person: Mailbox, actor: Order['actor']): Promise<Performed> {
  const follows = (await followingOf(tx, ticket.number, person.address)) === 'following';
  const isAsked = actor.as === 'agent' || person.address === ticket.requesterEmail;
  if (!follows && isAsked) return { feedback: [{ kind: 'stays' }] };
  await setFollowing(tx, ticket.number, { person, state: 'left' });
  if (follows) await addEvent(tx, ticket.number, { text: `${person.address} does not follow any more`, actor });
  return { feedback: [{ kind: 'unfollowed' }] };
}
