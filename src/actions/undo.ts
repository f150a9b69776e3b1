// Undo: the author's own last change of this ticket is taken back, and only where nobody has changed the same since.
import type { Tx } from '../db/database.ts';
import type { Change } from '../desk/change.ts';
import type { Feedback } from '../desk/feedback.ts';
import type { Merge, Split } from '../desk/moved.ts';
import { keyOf } from '../desk/ticket.ts';
import type { Order } from '../filing/carry-out.ts';
import { changeTicket, type LastChange, lastChangeBy, takingBack } from '../tickets/change.ts';
import { unmerge, unsplit } from '../tickets/take-back.ts';
import { followersOf, type TicketRow } from '../tickets/ticket.ts';
import { tellOfEnd, tellThread } from './merge.ts';

/** `ticket` is the one that the mail belongs to now: a split that is taken back ends the ticket that it made. */
type Undone = Readonly<{
  ticket: TicketRow;
  lines: readonly Feedback[];
  changes: readonly Change[];
  outboxIds: readonly string[];
}>;

export async function undo(tx: Tx, ticket: TicketRow, order: Order): Promise<Undone> {
  const nothing = (...lines: Feedback[]): Undone => ({ ticket, lines, changes: [], outboxIds: [] });
  if (!order.orders.acts.has('undo')) return nothing();
  const { author } = order.reading;
  const last = await lastChangeBy(tx, ticket.number, author.address);
  if (!last) return nothing({ kind: 'nothing-to-undo' });
  const { moved, changes } = last;
  if (moved?.how === 'merge') return (await undoMerge(tx, ticket, { last, moved, order })) ?? nothing(changedSince);
  if (moved?.how === 'split') return (await undoSplit(tx, ticket, { last, moved, order })) ?? nothing(changedSince);
  if (changes.length === 0) return nothing({ kind: 'cannot-undo' });
  const { directory } = order.desk;
  const wanted = takingBack(ticket, changes, instance => directory.instances().has(instance));
  if (!wanted) return nothing(changedSince);
  const done = await changeTicket(tx, ticket, { ...wanted, by: author, undoes: last.event });
  return { ...nothing(...done.map(change => ({ kind: 'undone' as const, change }))), changes: done };
}

const changedSince: Feedback = { kind: 'changed-since' };

type Taking<M> = Readonly<{ last: LastChange; moved: M; order: Order }>;

async function undoMerge(tx: Tx, here: TicketRow, { order, ...what }: Taking<Merge>): Promise<Undone | null> {
  const parted = await unmerge(tx, here, { ...what, by: order.reading.author });
  if (!parted) return null;
  const { ticket, stay } = parted;
  const notice = () => ({ kind: 'parted', from: keyOf(here.number) }) as const;
  const lines: Feedback[] = [{ kind: 'unmerged', key: keyOf(ticket.number) }];
  if (stay > 0) lines.push({ kind: 'stay-here', count: stay });
  const following = await followersOf(tx, ticket.number);
  return { ticket: here, lines, changes: [], outboxIds: await tellThread(tx, { ticket, following, notice }, order) };
}

async function undoSplit(tx: Tx, here: TicketRow, { order, ...what }: Taking<Split>): Promise<Undone | null> {
  const following = await followersOf(tx, what.moved.to);
  const joined = await unsplit(tx, here, { ...what, by: order.reading.author });
  if (!joined) return null;
  const { ticket, ended } = joined;
  return {
    ticket,
    lines: [{ kind: 'unsplit', key: keyOf(ended.number) }],
    changes: [],
    outboxIds: await tellOfEnd(tx, { ticket: ended, following, into: ticket }, order),
  };
}
