import type { Tx } from '../db/database.ts';
import type { Merge } from '../desk/action.ts';
import type { Feedback } from '../desk/feedback.ts';
import { keyOf } from '../desk/ticket.ts';
import { type Address, domainOf, type Mailbox } from '../mail/address.ts';
import { lockLiving } from '../tickets/find.ts';
import { mergeTicket } from '../tickets/merge.ts';
import { followersOf, requesterOf, type TicketRow } from '../tickets/ticket.ts';
import { followRules } from './follow-rules.ts';
import type { Ending, Order, Performed } from './performed.ts';
import { agentsOn, tellThread } from './tell.ts';
import { linesAbout, whoMayFollow } from './who-may-follow.ts';

export async function merge(tx: Tx, ticket: TicketRow, action: Merge, order: Order): Promise<Performed> {
  const key = keyOf(action.into);
  const into = await lockLiving(tx, action.into);
  if (!into) return { feedback: [{ kind: 'no-such-ticket', key }] };
  if (into.number === ticket.number) return { feedback: [{ kind: 'same', words: action.words ?? `merge ${key}` }] };
  const following = await followersOf(tx, ticket.number);
  if (!action.confirmed && !isOneOrganisation(ticket, into)) {
    const readers = { here: named(ticket, following), there: named(into, await followersOf(tx, into.number)) };
    return { feedback: [{ kind: 'merge-asks', key: keyOf(into.number), ...readers }] };
  }
  const { people, lines } = await whoMoves(tx, { ticket, following, into }, order);
  await mergeTicket(tx, ticket, { into, people: [requesterOf(ticket), ...people], actor: order.actor });
  return {
    moved: into,
    feedback: [{ kind: 'merged', key: keyOf(into.number) }, ...lines],
    ended: [{ ticket, following, into }],
  };
}

/** Requesters of the same mail domain count as one organisation, too. */
const isOneOrganisation = (one: TicketRow, other: TicketRow): boolean =>
  (one.organisation !== null && one.organisation === other.organisation) ||
  domainOf(one.requesterEmail as Address) === domainOf(other.requesterEmail as Address);

const named = (ticket: TicketRow, following: readonly Mailbox[]): string =>
  [requesterOf(ticket), ...following].map(({ address }) => address).join(', ');

/** Followers move only if a copy could have added them. The requester always moves, and counts as a follower there. */
async function whoMoves(
  tx: Tx,
  { ticket, following, into }: Ending,
  { desk }: Order,
): Promise<{ people: readonly Mailbox[]; lines: readonly Feedback[] }> {
  const rules = await followRules(tx, into, desk);
  const places = rules.known.has(ticket.requesterEmail as Address) ? rules.following : rules.following + 1;
  const { follow, surplus } = whoMayFollow(following, { ...rules, following: places });
  const barred = following.filter(each => !rules.known.has(each.address) && ![...follow, ...surplus].includes(each));
  return { people: follow, lines: linesAbout({ barred, surplus }) };
}

/**
 * Tells everyone on the ending thread which ticket continues it, and whether they follow that one; but those whom the
 * same act tells there.
 */
export async function tellOfEnd(
  tx: Tx,
  { ticket, following, into }: Ending,
  order: Order,
  told: ReadonlySet<Address> = new Set(),
): Promise<string[]> {
  const there = [requesterOf(into), ...(await followersOf(tx, into.number)), ...agentsOn(order.desk, ticket.assignee)];
  const closed = { kind: 'closed', days: null, into: keyOf(into.number), reopenDays: 0 } as const;
  const isThere = ({ address }: Mailbox) => there.some(each => each.address === address);
  const notice = (to: Mailbox) => (isThere(to) ? closed : { ...closed, follows: false });
  return tellThread(tx, { ticket, following, notice, told }, order);
}
