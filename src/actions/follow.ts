import type { Tx } from '../db/database.ts';
import type { Follow } from '../desk/action.ts';
import type { Notice } from '../desk/notice.ts';
import type { Address, Mailbox } from '../mail/address.ts';
import { addEvent } from '../tickets/events.ts';
import { followingsOf, setFollowing } from '../tickets/following.ts';
import { toldOf } from '../tickets/left-out.ts';
import type { TicketRow } from '../tickets/ticket.ts';
import { addFollowers } from '../tickets/write.ts';
import { followRules } from './follow-rules.ts';
import type { Order, Performed } from './performed.ts';
import { linesAbout, whoMayFollow } from './who-may-follow.ts';

/** People follow the ticket, as far as that is allowed; the actor hears of those who do not. */
export async function follow(tx: Tx, ticket: TicketRow, action: Follow, order: Order): Promise<Performed> {
  if (action.people.length === 0) return {};
  return action.copied ? copyIn(tx, ticket, action.people, order) : add(tx, ticket, action.people, order);
}

/** Every answer to all copies people in again, so those who left stay away, and each is told of once. */
async function copyIn(
  tx: Tx,
  ticket: TicketRow,
  people: readonly Mailbox[],
  { actor, desk }: Order,
): Promise<Performed> {
  const rules = await followRules(tx, ticket, desk);
  const { follow: wanted, barred, surplus } = whoMayFollow(people, rules);
  const added = await addFollowers(tx, ticket.number, wanted);
  const outsiders = added.filter(({ address }) => !rules.inDirectory(address)).map(({ address }) => address);
  if (outsiders.length > 0) {
    const text = `copied in from outside the directory: ${outsiders.join(', ')}`;
    await addEvent(tx, ticket.number, { text, actor });
  }
  const author = actor.mailbox?.address;
  const told = barred.length + surplus.length > 0 && author ? await toldOf(tx, ticket.number, author) : new Set();
  const isNews = ({ address }: Mailbox) => !told.has(address);
  const news = { barred: barred.filter(isNews), surplus: surplus.filter(isNews) };
  return {
    added,
    leftOut: [...news.barred, ...news.surplus].map(({ address }) => address),
    feedback: linesAbout(news),
    notices: added.map(mailbox => ({ mailbox, role: 'follower', notice: copiedInBy(actor.mailbox, ticket) })),
  };
}

/** By order, which brings back those who left. */
async function add(tx: Tx, ticket: TicketRow, people: readonly Mailbox[], { actor, desk }: Order): Promise<Performed> {
  const rules = await followRules(tx, ticket, desk);
  const rows = await followingsOf(tx, ticket.number);
  const isHere = (address: Address) =>
    address === ticket.requesterEmail || rows.some(row => row.email === address && row.state === 'following');
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
    notices: added.map(mailbox => ({ mailbox, role: 'follower', notice: copiedInBy(actor.mailbox, ticket) })),
  };
}

/** The author is named where it is not the requester, as followers expect. */
export const copiedInBy = (author: Mailbox | null, { requesterEmail }: TicketRow): Notice =>
  author === null || author.address === requesterEmail ? { kind: 'opened' } : { kind: 'opened', by: author };
