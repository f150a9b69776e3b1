// Held mail of a person who is not on the ticket: the requester or an agent decides whether to let it in.
import type { Tx } from '../db/database.ts';
import type { Decide } from '../desk/action.ts';
import type { Actor } from '../desk/actor.ts';
import { addEvent } from '../tickets/events.ts';
import { setFollowing } from '../tickets/following.ts';
import type { TicketRow } from '../tickets/ticket.ts';
import { keepOut, release, waitingFor } from '../tickets/waiting.ts';
import type { Order, Performed } from './performed.ts';

/** Decides on all mails of this author that wait on the ticket. */
export async function decide(tx: Tx, ticket: TicketRow, action: Decide, { actor }: Order): Promise<Performed> {
  const waiting = await waitingFor(tx, ticket.number);
  const address = waiting.find(({ id }) => id === action.mail)?.author;
  if (!address) return { feedback: [{ kind: 'same', words: action.words ?? action.do }] };
  const ids = waiting.filter(({ author }) => author === address).map(({ id }) => id);
  const person = { address, name: '' };
  if (action.do === 'keep-out') {
    await keepOut(tx, ids, { by: actor.mailbox?.address ?? 'operator', why: `kept out by ${nameOf(actor)}` });
    await setFollowing(tx, ticket.number, { person, state: 'barred' });
    await addEvent(tx, ticket.number, { text: `${address} is kept out`, actor, changes: [] });
    return { feedback: [{ kind: 'kept-out', address }] };
  }
  const { always = false } = action;
  await release(tx, ids, { by: 'requester', why: `let in by ${nameOf(actor)}` });
  if (always) await setFollowing(tx, ticket.number, { person, state: 'following' });
  const text = `${address} is let in${always ? ' for good' : ''}`;
  await addEvent(tx, ticket.number, { text, actor, changes: [] });
  if (!always) return { feedback: [{ kind: 'let-in', address }] };
  const by = actor.mailbox ? { by: actor.mailbox } : {};
  const notice = { kind: 'opened', ...by, isLetIn: true } as const;
  return { feedback: [{ kind: 'let-in-always', address }], notices: [{ mailbox: person, role: 'follower', notice }] };
}

const nameOf = ({ mailbox }: Actor): string => mailbox?.address ?? 'an operator';
