// The rights to act on a ticket: one total table, checked for every action at every door.
import type { Action, FieldName } from '../desk/action.ts';
import type { Actor, Standing } from '../desk/actor.ts';
import type { Status } from '../desk/ticket.ts';

/** The kinds of acts that the table tells apart. */
export type Right =
  | Exclude<Action['do'], 'set' | 'unfollow'>
  | 'set-any-status'
  | 'open-or-resolve'
  | `set-${Exclude<FieldName, 'status'>}`
  | 'unfollow-oneself'
  | 'unfollow-others';

const agents: readonly Standing[] = ['agent', 'operator'];
const members: readonly Standing[] = ['requester', 'follower'];
const byPeople: readonly Standing[] = [...agents, ...members];

export const rights: Readonly<Record<Right, readonly Standing[]>> = {
  answer: ['agent'],
  note: ['agent'],
  // An agent may be the requester of a ticket, too.
  reply: [...members, 'agent'],
  'set-any-status': [...agents, 'time'],
  'open-or-resolve': byPeople,
  'set-priority': byPeople,
  'set-instance': byPeople,
  'set-assignee': agents,
  merge: agents,
  split: agents,
  undo: agents,
  follow: byPeople,
  'unfollow-oneself': byPeople,
  'unfollow-others': [...agents, 'requester'],
  'let-in': [...agents, 'requester'],
  'keep-out': [...agents, 'requester'],
  for: agents,
  close: ['time'],
};

export const mayDo = (right: Right, { as }: Pick<Actor, 'as'>): boolean => rights[right].includes(as);

export const mayChange = (field: FieldName, value: unknown, actor: Pick<Actor, 'as'>): boolean =>
  mayDo(field === 'status' ? statusRight(value as Status) : `set-${field}`, actor);

const statusRight = (status: Status): Right =>
  status === 'open' || status === 'resolved' ? 'open-or-resolve' : 'set-any-status';

/** The right that an action needs; null for a change, where each field has its own right. */
export function rightOf(action: Action, { mailbox }: Actor): Right | null {
  if (action.do === 'set') return null;
  if (action.do !== 'unfollow') return action.do;
  return action.people.every(({ address }) => address === mailbox?.address) ? 'unfollow-oneself' : 'unfollow-others';
}
