import type { Tx } from '../db/database.ts';
import type { Mailbox } from '../mail/address.ts';
import type { Line, Notice } from '../outbox/notice.ts';
import { audienceOf, without } from '../tickets/audience.ts';
import { lockLiving } from '../tickets/find.ts';
import { mergeTicket } from '../tickets/merge.ts';
import { followersOf, keyOf, type TicketRow } from '../tickets/ticket.ts';
import type { Order } from './carry-out.ts';
import { agentsOn, letterTo, post } from './letters.ts';

type Merged = Readonly<{ ticket: TicketRow; lines: readonly Line[]; outboxIds: readonly string[] }>;

export async function mergeInto(tx: Tx, ticket: TicketRow, order: Order): Promise<Merged> {
  const { reading, orders } = order;
  const stays = (...lines: Line[]): Merged => ({ ticket, lines, outboxIds: [] });
  if (orders.mergeInto === null) return stays();
  const into = await lockLiving(tx, orders.mergeInto);
  if (!into) return stays({ kind: 'no-such-ticket', key: keyOf(orders.mergeInto) });
  if (into.number === ticket.number) return stays({ kind: 'same', words: `#merge ${keyOf(orders.mergeInto)}` });
  const following = await followersOf(tx, ticket.number);
  await mergeTicket(tx, ticket, { into, by: reading.author });
  return {
    ticket: into,
    lines: [{ kind: 'merged', key: keyOf(into.number) }],
    outboxIds: await tellOfEnd(tx, { ticket, following, into }, order),
  };
}

/** On the thread that ends: everyone on it hears where it goes on. */
export async function tellOfEnd(
  tx: Tx,
  { ticket, following, into }: { ticket: TicketRow; following: readonly Mailbox[]; into: TicketRow },
  order: Order,
): Promise<string[]> {
  const notice = { kind: 'closed', days: null, into: keyOf(into.number), reopenDays: 0 } as const;
  return tellThread(tx, { ticket, following, notice }, order);
}

export async function tellThread(
  tx: Tx,
  { ticket, following, notice }: { ticket: TicketRow; following: readonly Mailbox[]; notice: Notice },
  { reading, desk }: Order,
): Promise<string[]> {
  const everyone = audienceOf(ticket, following, agentsOn(desk, ticket.assignee));
  const told = without(everyone, [reading.author.address]);
  const letters = told.map(participant => letterTo(participant, notice, { desk, ticket }));
  return post(tx, ticket, { letters, desk, following });
}
