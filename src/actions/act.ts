// The one function through which every action on a ticket passes, from every door.
//
// A door (a mail, the command line, time, a page) turns its input into actions, and the feedback into
// its own words. Everything in between is here: lock the living ticket, check the rights, perform, write
// the event, notify. It runs in the transaction of its caller.
import type { Tx } from '../db/database.ts';
import type { Action } from '../desk/action.ts';
import type { Actor } from '../desk/actor.ts';
import type { Change } from '../desk/change.ts';
import type { Desk } from '../desk/desk.ts';
import type { Feedback } from '../desk/feedback.ts';
import { keyOf } from '../desk/ticket.ts';
import type { Address, Mailbox } from '../mail/address.ts';
import { lockLiving } from '../tickets/find.ts';
import { lockTicket, type TicketRow } from '../tickets/ticket.ts';
import { close } from './close.ts';
import { follow } from './follow.ts';
import { decide } from './held.ts';
import { merge, tellOfEnd } from './merge.ts';
import { isOvertaken } from './overtaken.ts';
import type { Done, Order, Performed } from './performed.ts';
import { changeRequester } from './requester.ts';
import { mayDo, rightOf } from './rights.ts';
import { say, statusAfter } from './say.ts';
import { set } from './set.ts';
import { split } from './split.ts';
import { tellOf } from './tell.ts';
import { undo } from './undo.ts';
import { unfollow } from './unfollow.ts';

export type Acted = Readonly<{
  /** The ticket after the actions; after a merge, the one that it was merged into. */
  ticket: TicketRow;
  feedback: readonly Feedback[];
  changes: readonly Change[];
  /** The entry that was added, or null. */
  entry: number | null;
  /** The new followers. */
  added: readonly Mailbox[];
  /** People who were copied in but do not follow. */
  leftOut: readonly Address[];
  /** Outbox rows to offer to the queue after the commit. */
  outboxIds: readonly string[];
}>;

/** `refused`: no such ticket, or it has changed since the actor saw it. Then nothing is done. */
export async function act(
  tx: Tx,
  ticketNumber: number,
  actions: readonly Action[],
  actor: Actor,
  desk: Desk,
): Promise<Acted | { refused: Feedback }> {
  const living = await lockLiving(tx, ticketNumber);
  if (!living) return { refused: { kind: 'no-such-ticket', key: keyOf(ticketNumber) } };
  if (await isOvertaken(tx, living, actions)) return { refused: { kind: 'changed-since' } };
  const done = await perform(tx, living, actions, { actor, desk });
  const { outboxIds: letters, told } = await tellOf(tx, done, { actor, desk });
  const outboxIds = [...done.outboxIds, ...letters];
  for (const ending of done.ended) outboxIds.push(...(await tellOfEnd(tx, ending, { actor, desk }, told)));
  const { ticket, feedback, changes, said, added, leftOut } = done;
  return { ticket, feedback, changes, entry: said?.entry ?? null, added, leftOut, outboxIds };
}

/** The same on a locked, living ticket and without notifications, for a ticket that this transaction opens. */
export async function perform(tx: Tx, ticket: TicketRow, actions: readonly Action[], order: Order): Promise<Done> {
  let done: Done = {
    ticket,
    said: null,
    feedback: [],
    changes: [],
    notices: [],
    ended: [],
    outboxIds: [],
    added: [],
    leftOut: [],
  };
  for (const action of actions) {
    const right = rightOf(action, order.actor);
    const step =
      right === null || mayDo(right, order.actor)
        ? await performOne(tx, done.ticket, action, order)
        : { feedback: [notAllowed(action)] };
    done = await withStep(tx, done, step);
  }
  return followedBy(tx, done, actions, order);
}

function performOne(tx: Tx, ticket: TicketRow, action: Action, order: Order): Promise<Performed> {
  switch (action.do) {
    case 'answer':
    case 'note':
    case 'reply':
      return say(tx, ticket, action, order);
    case 'set':
      return set(tx, ticket, action, order);
    case 'merge':
      return merge(tx, ticket, action, order);
    case 'split':
      return split(tx, ticket, action, order);
    case 'undo':
      return undo(tx, ticket, action, order);
    case 'follow':
      return follow(tx, ticket, action, order);
    case 'unfollow':
      return unfollow(tx, ticket, action, order);
    case 'let-in':
    case 'keep-out':
      return decide(tx, ticket, action, order);
    case 'for':
      return changeRequester(tx, ticket, action, order);
    case 'close':
      return close(tx, ticket, action, order);
  }
}

async function withStep(tx: Tx, done: Done, step: Performed): Promise<Done> {
  return {
    ticket: (await lockTicket(tx, (step.moved ?? done.ticket).number)) ?? done.ticket,
    said: step.said ?? done.said,
    feedback: [...done.feedback, ...(step.feedback ?? [])],
    changes: [...done.changes, ...(step.changes ?? [])],
    notices: [...done.notices, ...(step.notices ?? [])],
    ended: [...done.ended, ...(step.ended ?? [])],
    outboxIds: [...done.outboxIds, ...(step.outboxIds ?? [])],
    added: [...done.added, ...(step.added ?? [])],
    leftOut: [...done.leftOut, ...(step.leftOut ?? [])],
  };
}

/** An answer or a reply changes the status, unless the same call sets it. */
async function followedBy(tx: Tx, done: Done, actions: readonly Action[], order: Order): Promise<Done> {
  const ordered = actions.some(each => each.do === 'undo' || each.do === 'unfollow' || setsStatus(each));
  const status = ordered || done.said === null ? null : statusAfter(done.ticket, done.said);
  return status === null ? done : withStep(tx, done, await set(tx, done.ticket, status, order));
}

const setsStatus = (action: Action): boolean => action.do === 'set' && action.fields.status !== undefined;

const notAllowed = (action: Action): Feedback => ({
  kind: 'not-allowed',
  words: ('words' in action && typeof action.words === 'string' ? action.words : action.do).slice(0, 100),
});
