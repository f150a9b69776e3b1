// People who stand in To or Cc of a mail, and whether they follow the ticket from then on.
import type { Tx } from '../db/database.ts';
import type { Feedback } from '../desk/feedback.ts';
import type { Address, Mailbox } from '../mail/address.ts';
import { addEvent } from '../tickets/events.ts';
import { markOutside, newcomersLately } from '../tickets/following.ts';
import { toldOf } from '../tickets/left-out.ts';
import type { TicketRow } from '../tickets/ticket.ts';
import { addFollowers } from '../tickets/write.ts';
import { copiedInBy } from './copied-in-by.ts';
import { followRules } from './follow-rules.ts';
import type { Order, Performed } from './performed.ts';
import { warnAgents } from './warn.ts';
import { linesAbout, whoMayFollow } from './who-may-follow.ts';

/** Every reply to all copies the same people in again. So people who left stay away, and are named only once. */
export async function copyIn(tx: Tx, ticket: TicketRow, people: readonly Mailbox[], order: Order): Promise<Performed> {
  const { actor, desk } = order;
  const rules = await followRules(tx, ticket, desk);
  // Agents are told of every ticket anyway.
  const others = people.filter(({ address }) => desk.directory.find(address)?.role !== 'agent');
  const isOutside = ({ address }: Mailbox) => !rules.inDirectory(address);
  const mayAdd = actor.as !== 'follower' || !actor.mailbox || rules.inDirectory(actor.mailbox.address);
  const { follow: allowed, barred, surplus } = whoMayFollow(others, mayAdd ? rules : { ...rules, followers: [] });
  const waiting = await beyondLimits(tx, ticket, allowed.filter(isOutside), order);
  const wanted = allowed.filter(each => !waiting.includes(each));
  const added = await addFollowers(tx, ticket.number, wanted);
  await recordOutsiders(tx, ticket, added.filter(isOutside), order);
  const absent = others.filter(({ address }) => rules.absent.has(address));
  const news = await newsTo(tx, ticket, order, { barred, surplus, waiting, absent });
  return {
    added,
    leftOut: Object.values(news).flatMap(left => left.map(({ address }) => address)),
    feedback: [...linesAbout(news), ...linesOn('newcomers-wait', news.waiting), ...linesOn('has-left', news.absent)],
    notices: added.map(mailbox => ({
      mailbox,
      role: 'follower',
      notice: copiedInBy(actor.mailbox, ticket, isOutside(mailbox)),
    })),
    outboxIds: news.waiting.length > 0 ? await askAgents(tx, ticket, news.waiting, order) : [],
  };
}

async function recordOutsiders(tx: Tx, ticket: TicketRow, outsiders: readonly Mailbox[], { actor }: Order) {
  const addresses = outsiders.map(({ address }) => address);
  await markOutside(tx, ticket.number, addresses);
  if (addresses.length === 0) return;
  const text = `copied in from outside the directory: ${addresses.join(', ')}`;
  const moved = { how: 'followers', added: addresses, removed: [] } as const;
  await addEvent(tx, ticket.number, { text, actor, moved });
}

type LeftOut = Readonly<Record<'barred' | 'surplus' | 'waiting' | 'absent', readonly Mailbox[]>>;

/** Those left out of whom the author was not told before. */
async function newsTo(tx: Tx, ticket: TicketRow, { actor }: Order, leftOut: LeftOut): Promise<LeftOut> {
  const author = actor.mailbox?.address;
  const isEmpty = Object.values(leftOut).every(left => left.length === 0);
  if (isEmpty || !author) return leftOut;
  const told = await toldOf(tx, ticket.number, author);
  const fresh = (left: readonly Mailbox[]) => left.filter(({ address }) => !told.has(address));
  const { barred, surplus, waiting, absent } = leftOut;
  return { barred: fresh(barred), surplus: fresh(surplus), waiting: fresh(waiting), absent: fresh(absent) };
}

/** The people beyond the limits, on whom an agent has to decide. There are no limits for agents. */
async function beyondLimits(
  tx: Tx,
  ticket: TicketRow,
  outsiders: readonly Mailbox[],
  { actor, desk }: Order,
): Promise<Mailbox[]> {
  if (outsiders.length === 0 || actor.as === 'agent') return [];
  const { perMail, perTicketDay, threadsPerDay, perDay } = desk.rules.newcomers;
  const addresses = outsiders.map(({ address }) => address);
  const { onTicket, inAll, threads } = await newcomersLately(tx, ticket.number, addresses);
  const rare = outsiders.filter(({ address }) => (threads.get(address) ?? 0) < threadsPerDay);
  const places = Math.max(0, Math.min(perMail, perTicketDay - onTicket, perDay - inAll));
  const within = rare.slice(0, places);
  return outsiders.filter(each => !within.includes(each));
}

const linesOn = (kind: 'newcomers-wait' | 'has-left', people: readonly Mailbox[]): Feedback[] =>
  people.length === 0 ? [] : [{ kind, names: people.map(({ address }) => address).join(', ') }];

const askAgents = (
  tx: Tx,
  ticket: TicketRow,
  people: readonly Mailbox[],
  { actor, desk }: Order,
): Promise<string[]> => {
  const why = `#follow ${people.map(({ address }) => address).join(' ')}`;
  const who = actor.mailbox ?? { address: ticket.requesterEmail as Address, name: '' };
  return warnAgents(tx, ticket, { warning: { about: 'newcomers', who, why }, desk });
};
