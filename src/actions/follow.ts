import type { Tx } from '../db/database.ts';
import type { Follow } from '../desk/action.ts';
import type { Feedback } from '../desk/feedback.ts';
import type { Notice } from '../desk/notice.ts';
import type { Address, Mailbox } from '../mail/address.ts';
import { addEvent } from '../tickets/events.ts';
import { followingOf, followingsOf, markOutside, newcomersLately, setFollowing } from '../tickets/following.ts';
import { toldOf } from '../tickets/left-out.ts';
import type { TicketRow } from '../tickets/ticket.ts';
import { addFollowers } from '../tickets/write.ts';
import { followRules } from './follow-rules.ts';
import type { Order, Performed } from './performed.ts';
import { warnAgents } from './warn.ts';
import { linesAbout, whoMayFollow } from './who-may-follow.ts';

/** Adds those followers whom the rules allow; the feedback names the others. */
export async function follow(tx: Tx, ticket: TicketRow, action: Follow, order: Order): Promise<Performed> {
  if (action.people.length === 0) return {};
  if (action.again) return comeBack(tx, ticket, order);
  return action.copied ? copyIn(tx, ticket, action.people, order) : add(tx, ticket, action.people, order);
}

/** Nothing for an actor who has not left by an own wish. */
async function comeBack(tx: Tx, ticket: TicketRow, { actor }: Order): Promise<Performed> {
  const { mailbox: person } = actor;
  if (!person || actor.as !== 'follower' || (await followingOf(tx, ticket.number, person.address)) !== 'left')
    return {};
  await setFollowing(tx, ticket.number, { person, state: 'following' });
  await addEvent(tx, ticket.number, { text: `${person.address} follows again`, actor });
  return { feedback: [{ kind: 'follows-again' }] };
}

/** Every reply to all copies the same people in again. So people who left stay away, and are named only once. */
async function copyIn(tx: Tx, ticket: TicketRow, people: readonly Mailbox[], order: Order): Promise<Performed> {
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
  const outsiders = added.filter(isOutside).map(({ address }) => address);
  await markOutside(tx, ticket.number, outsiders);
  if (outsiders.length > 0) {
    const text = `copied in from outside the directory: ${outsiders.join(', ')}`;
    await addEvent(tx, ticket.number, { text, actor });
  }
  const author = actor.mailbox?.address;
  const absent = others.filter(({ address }) => rules.absent.has(address));
  const isLeftOut = barred.length + surplus.length + waiting.length + absent.length > 0;
  const told: ReadonlySet<string> = isLeftOut && author ? await toldOf(tx, ticket.number, author) : new Set();
  const isNews = ({ address }: Mailbox) => !told.has(address);
  const news = { barred: barred.filter(isNews), surplus: surplus.filter(isNews) };
  const undecided = waiting.filter(isNews);
  const gone = absent.filter(isNews);
  return {
    added,
    leftOut: [...news.barred, ...news.surplus, ...undecided, ...gone].map(({ address }) => address),
    feedback: [...linesAbout(news), ...linesOn('newcomers-wait', undecided), ...linesOn('has-left', gone)],
    notices: added.map(mailbox => ({
      mailbox,
      role: 'follower',
      notice: copiedInBy(actor.mailbox, ticket, isOutside(mailbox)),
    })),
    outboxIds: undecided.length > 0 ? await askAgents(tx, ticket, undecided, order) : [],
  };
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

/** Adds followers by an agent's command, also those who left. */
async function add(tx: Tx, ticket: TicketRow, people: readonly Mailbox[], { actor, desk }: Order): Promise<Performed> {
  const rules = await followRules(tx, ticket, desk);
  const rows = await followingsOf(tx, ticket.number);
  const isHere = (address: Address) =>
    address === ticket.requesterEmail ||
    desk.directory.find(address)?.role === 'agent' ||
    rows.some(row => row.email === address && row.state === 'following');
  const known = new Set([...rules.known].filter(isHere));
  const { follow: added, barred, surplus } = whoMayFollow(people, { ...rules, known });
  for (const person of added) await setFollowing(tx, ticket.number, { person, state: 'following' });
  const names = added.map(({ address }) => address);
  const feedback = linesAbout({ barred, surplus });
  for (const { address } of people) if (known.has(address)) feedback.push({ kind: 'same', words: `follow ${address}` });
  if (names.length === 0) return { feedback };
  const moved = { how: 'followers', added: names, removed: [] } as const;
  await addEvent(tx, ticket.number, { text: `followers added: ${names.join(', ')}`, actor, changes: [], moved });
  return {
    added,
    feedback: [{ kind: 'followed', names: names.join(', ') }, ...feedback],
    notices: added.map(mailbox => ({
      mailbox,
      role: 'follower',
      notice: copiedInBy(actor.mailbox, ticket, !rules.inDirectory(mailbox.address)),
    })),
  };
}

/** Names the author unless it is the requester, whom followers assume. */
export const copiedInBy = (author: Mailbox | null, { requesterEmail }: TicketRow, outside = false): Notice => ({
  kind: 'opened',
  ...(author === null || author.address === requesterEmail ? {} : { by: author }),
  ...(outside ? { outside } : {}),
});
