import type { Tx } from '../db/database.ts';
import type { Feedback } from '../desk/feedback.ts';
import type { Notice } from '../desk/notice.ts';
import { keyOf } from '../desk/ticket.ts';
import type { Order } from '../filing/carry-out.ts';
import type { Address, Mailbox } from '../mail/address.ts';
import { audienceOf, without } from '../tickets/audience.ts';
import { lockLiving } from '../tickets/find.ts';
import { mergeTicket } from '../tickets/merge.ts';
import { followersOf, requesterOf, type TicketRow } from '../tickets/ticket.ts';
import { followRules } from './followers.ts';
import { agentsOn, enqueueNotifications, notificationTo } from './tell.ts';
import { linesAbout, whoMayFollow } from './who-may-follow.ts';

type Merged = Readonly<{ ticket: TicketRow; lines: readonly Feedback[]; outboxIds: readonly string[] }>;

export async function mergeInto(tx: Tx, ticket: TicketRow, order: Order): Promise<Merged> {
  const { reading, orders } = order;
  const stays = (...lines: Feedback[]): Merged => ({ ticket, lines, outboxIds: [] });
  if (orders.mergeInto === null) return stays();
  const into = await lockLiving(tx, orders.mergeInto);
  if (!into) return stays({ kind: 'no-such-ticket', key: keyOf(orders.mergeInto) });
  if (into.number === ticket.number) return stays({ kind: 'same', words: `#merge ${keyOf(orders.mergeInto)}` });
  const following = await followersOf(tx, ticket.number);
  const { people, lines } = await whoMoves(tx, { ticket, following, into }, order.desk);
  await mergeTicket(tx, ticket, { into, people: [requesterOf(ticket), ...people], by: reading.author });
  return {
    ticket: into,
    lines: [{ kind: 'merged', key: keyOf(into.number) }, ...lines],
    outboxIds: await tellOfEnd(tx, { ticket, following, into }, order),
  };
}

type Ending = Readonly<{ ticket: TicketRow; following: readonly Mailbox[]; into: TicketRow }>;

/** A merge lets nobody in whom a copy would not. Who opened a ticket goes where it goes, and takes a place there. */
async function whoMoves(
  tx: Tx,
  { ticket, following, into }: Ending,
  desk: Order['desk'],
): Promise<{ people: readonly Mailbox[]; lines: readonly Feedback[] }> {
  const rules = await followRules(tx, into, desk);
  const places = rules.known.has(ticket.requesterEmail as Address) ? rules.following : rules.following + 1;
  const { follow, surplus } = whoMayFollow(following, { ...rules, following: places });
  const barred = following.filter(each => !rules.known.has(each.address) && ![...follow, ...surplus].includes(each));
  return { people: follow, lines: linesAbout({ barred, surplus }) };
}

/** On the thread that ends: everyone on it hears where it goes on, and whether he goes along. */
export async function tellOfEnd(tx: Tx, { ticket, following, into }: Ending, order: Order): Promise<string[]> {
  const there = [requesterOf(into), ...(await followersOf(tx, into.number)), ...agentsOn(order.desk, ticket.assignee)];
  const closed = { kind: 'closed', days: null, into: keyOf(into.number), reopenDays: 0 } as const;
  const isThere = ({ address }: Mailbox) => there.some(each => each.address === address);
  const notice = (to: Mailbox) => (isThere(to) ? closed : { ...closed, follows: false });
  return tellThread(tx, { ticket, following, notice }, order);
}

export async function tellThread(
  tx: Tx,
  { ticket, following, notice }: { ticket: TicketRow; following: readonly Mailbox[]; notice(to: Mailbox): Notice },
  { reading, desk }: Order,
): Promise<string[]> {
  const everyone = audienceOf(ticket, following, agentsOn(desk, ticket.assignee));
  const told = without(everyone, [reading.author.address]);
  const letters = told.map(participant => notificationTo(participant, notice(participant.mailbox), { desk, ticket }));
  return enqueueNotifications(tx, ticket, { letters, desk, following });
}
