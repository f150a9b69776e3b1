// Carries out the orders of a mail on a ticket, in the transaction that files the mail.

import { helpOn } from '../actions/help.ts';
import { mergeInto } from '../actions/merge.ts';
import { splitOff } from '../actions/split.ts';
import { undo } from '../actions/undo.ts';
import { unfollow } from '../actions/unfollow.ts';
import type { Tx } from '../db/database.ts';
import type { Change } from '../desk/change.ts';
import type { Desk } from '../desk/desk.ts';
import type { Feedback } from '../desk/feedback.ts';
import { changeTicket, type WantedChange } from '../tickets/change.ts';
import { lockTicket, type TicketRow } from '../tickets/ticket.ts';
import type { Commands } from './orders.ts';
import type { AuthoredMail } from './read-mail.ts';

export type Order = Readonly<{ reading: AuthoredMail; desk: Desk; orders: Commands }>;
/** `ticket` is the one that the mail belongs to now: a merge changes that. */
export type Carried = Readonly<{
  ticket: TicketRow;
  lines: readonly Feedback[];
  changes: readonly Change[];
  outboxIds: readonly string[];
}>;

export async function carryOut(tx: Tx, ticket: TicketRow, order: Order): Promise<Carried> {
  const { reading, orders } = order;
  const merged = await mergeInto(tx, ticket, order);
  const split = await splitOff(tx, merged.ticket, order);
  const undone = await undo(tx, await fresh(tx, merged.ticket), order);
  const now = undone.ticket;
  const changed = await change(tx, await fresh(tx, now), order);
  const left = orders.acts.has('unfollow') ? await unfollow(tx, now, reading) : [];
  const helped = orders.acts.has('help') ? await helpOn(tx, now, order) : [];
  return {
    ticket: await fresh(tx, now),
    lines: [...merged.lines, ...split.lines, ...undone.lines, ...changed.lines, ...left, ...orders.lines],
    changes: [...undone.changes, ...changed.changes],
    outboxIds: [...merged.outboxIds, ...split.outboxIds, ...undone.outboxIds, ...helped],
  };
}

const fresh = async (tx: Tx, { number }: TicketRow): Promise<TicketRow> => (await lockTicket(tx, number))!;

type Outcome = Readonly<{ lines: readonly Feedback[]; changes: readonly Change[] }>;

export async function change(tx: Tx, ticket: TicketRow, { reading, desk, orders }: Order): Promise<Outcome> {
  const { status, priority, instance, words } = orders;
  const assignee = orders.assignee === 'me' ? reading.author.address : orders.assignee;
  const isAgent = assignee !== null && desk.directory.find(assignee)?.role === 'agent';
  const wanted: WantedChange = {
    ...(status ? { status } : {}),
    ...(priority ? { priority } : {}),
    ...(instance ? { instance: { value: instance, known: desk.directory.instances().has(instance) } } : {}),
    ...(assignee && isAgent ? { assignee } : {}),
  };
  const changes = await changeTicket(tx, ticket, { ...wanted, by: reading.author });
  const lines: Feedback[] = changes.map(done => ({ kind: 'changed', change: done }));
  for (const [field, said] of words) {
    if (field in wanted && !changes.some(done => done.field === field)) lines.push({ kind: 'same', words: said });
  }
  if (assignee && !isAgent) lines.push({ kind: 'not-an-agent', address: assignee });
  return { lines, changes };
}
