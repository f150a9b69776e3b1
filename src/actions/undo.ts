// Undo takes back the actor's last act on this ticket, unless the same fields have been changed since.
import type { Tx } from '../db/database.ts';
import type { Undo } from '../desk/action.ts';
import type { Feedback } from '../desk/feedback.ts';
import type { MovedByMerge, MovedBySplit, MovedFollowers, MovedRequester } from '../desk/moved.ts';
import { keyOf } from '../desk/ticket.ts';
import type { Address } from '../mail/address.ts';
import { changeTicket, takingBack } from '../tickets/change.ts';
import { lastActOf, type PastAct } from '../tickets/events.ts';
import { setFollowersBack } from '../tickets/following.ts';
import { putRequester } from '../tickets/requester.ts';
import { unmerge, unsplit } from '../tickets/take-back.ts';
import { followersOf, type TicketRow } from '../tickets/ticket.ts';
import type { Order, Performed } from './performed.ts';
import { tellThread } from './tell.ts';

export async function undo(tx: Tx, ticket: TicketRow, { event }: Undo, order: Order): Promise<Performed> {
  const last = await lastActOf(tx, ticket.number, order.actor);
  if (!last) return { feedback: [{ kind: 'nothing-to-undo' }] };
  if (event !== undefined && event !== last.event) return { feedback: [changedSince] };
  return (await takeBack(tx, ticket, last, order)) ?? { feedback: [changedSince] };
}

const changedSince: Feedback = { kind: 'changed-since' };

/** Null where what the act changed has been changed again. */
async function takeBack(tx: Tx, ticket: TicketRow, last: PastAct, order: Order): Promise<Performed | null> {
  const { moved, changes } = last;
  if (moved?.how === 'merge') return undoMerge(tx, ticket, { last, moved, order });
  if (moved?.how === 'split') return undoSplit(tx, ticket, { last, moved, order });
  if (moved?.how === 'followers') return undoFollowers(tx, ticket, { last, moved, order });
  if (moved?.how === 'requester') return undoRequester(tx, ticket, { last, moved, order });
  if (changes.length === 0) return { feedback: [{ kind: 'cannot-undo' }] };
  const instances = order.desk.directory.instances();
  const wanted = takingBack(ticket, changes, instance => instances.has(instance));
  if (!wanted) return null;
  const done = await changeTicket(tx, ticket, { ...wanted, actor: order.actor, undoes: last.event });
  return { changes: done, feedback: done.map(change => ({ kind: 'undone', change })) };
}

type Taking<M> = Readonly<{ last: PastAct; moved: M; order: Order }>;

async function undoMerge(tx: Tx, here: TicketRow, { order, ...what }: Taking<MovedByMerge>): Promise<Performed | null> {
  const parted = await unmerge(tx, here, { ...what, actor: order.actor });
  if (!parted) return null;
  const { ticket, stay } = parted;
  const notice = () => ({ kind: 'parted', from: keyOf(here.number) }) as const;
  const feedback: Feedback[] = [{ kind: 'unmerged', key: keyOf(ticket.number) }];
  if (stay > 0) feedback.push({ kind: 'stay-here', count: stay });
  const following = await followersOf(tx, ticket.number);
  return { feedback, outboxIds: await tellThread(tx, { ticket, following, notice }, order) };
}

/** Undoing a split ends the new ticket. Further actions apply to the ticket from which it was split. */
async function undoSplit(tx: Tx, here: TicketRow, { order, ...what }: Taking<MovedBySplit>): Promise<Performed | null> {
  const following = await followersOf(tx, what.moved.to);
  const joined = await unsplit(tx, here, { ...what, actor: order.actor });
  if (!joined) return null;
  const { ticket, ended } = joined;
  return {
    moved: ticket,
    feedback: [{ kind: 'unsplit', key: keyOf(ended.number) }],
    ended: [{ ticket: ended, following, into: ticket }],
  };
}

async function undoFollowers(
  tx: Tx,
  { number }: TicketRow,
  { last, moved, order: { actor } }: Taking<MovedFollowers>,
): Promise<Performed> {
  await setFollowersBack(tx, number, { moved, actor, undoes: last.event });
  const feedback: Feedback[] = [];
  if (moved.added.length > 0) feedback.push({ kind: 'undone-followed', names: moved.added.join(', ') });
  if (moved.removed.length > 0) feedback.push({ kind: 'undone-removed', names: moved.removed.join(', ') });
  return { feedback };
}

async function undoRequester(
  tx: Tx,
  ticket: TicketRow,
  { last, moved: { from, to }, order: { actor } }: Taking<MovedRequester>,
): Promise<Performed | null> {
  if (ticket.requesterEmail !== to.email) return null;
  const address = from.email as Address;
  const change = await putRequester(tx, ticket, { requester: from, actor, undoes: last.event });
  return { changes: [change], feedback: [{ kind: 'undone-requester', address }] };
}
