import type { Tx } from '../db/database.ts';
import type { Follow } from '../desk/action.ts';
import type { Address, Mailbox } from '../mail/address.ts';
import { addEvent } from '../tickets/events.ts';
import { followingOf, followingsOf, setFollowing } from '../tickets/following.ts';
import type { TicketRow } from '../tickets/ticket.ts';
import { copiedInBy } from './copied-in-by.ts';
import { copyIn } from './copy-in.ts';
import { followRules } from './follow-rules.ts';
import type { Order, Performed } from './performed.ts';
import { agentsOn } from './tell.ts';
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

/** Adds followers by an agent's command, also those who left. */
async function add(tx: Tx, ticket: TicketRow, people: readonly Mailbox[], { actor, desk }: Order): Promise<Performed> {
  const rules = await followRules(tx, ticket, desk);
  const rows = await followingsOf(tx, ticket.number);
  // Agents who are told of this ticket anyway need not follow; others may.
  const agents = agentsOn(desk, ticket.assignee);
  const isHere = (address: Address) =>
    address === ticket.requesterEmail ||
    agents.some(agent => agent.address === address) ||
    rows.some(row => row.email === address && row.state === 'following');
  const known = new Set(people.map(({ address }) => address).filter(isHere));
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
