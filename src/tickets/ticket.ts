// A ticket is one incident and its thread. This room finds the ticket that a mail belongs to or opens
// one, and changes it, always inside the caller's transaction, which also writes the notifications. The unique
// keys that make a repeated job harmless are used here.
import { and, asc, eq, lt } from 'drizzle-orm';
import type { Tx } from '../db/database.ts';
import { closedOn } from '../db/known.ts';
import { followers } from '../db/schema/followers.ts';
import { type TicketRow, ticketColumns, tickets } from '../db/schema/tickets.ts';
import type { TicketOfMail } from '../desk/notice.ts';
import { keyOf } from '../desk/ticket.ts';
import type { Address, Mailbox } from '../mail/address.ts';

export type { TicketRow };
export type NewTicket = Readonly<typeof tickets.$inferInsert>;
/** The ticket, locked until the transaction ends, so that two changes at once follow each other. */
export async function lockTicket(tx: Tx, ticketNumber: number): Promise<TicketRow | null> {
  const closed = closedOn(tx, ticketNumber);
  if (closed) return closed.collected.ticket;
  const [row] = await tx.select(ticketColumns).from(tickets).where(eq(tickets.number, ticketNumber)).for('update');
  return row ?? null;
}

export async function followersOf(tx: Tx, ticketNumber: number): Promise<Mailbox[]> {
  const known = closedOn(tx, ticketNumber)?.known.followers.filter(({ state }) => state === 'following');
  const rows =
    known ??
    (await tx
      .select()
      .from(followers)
      .where(and(eq(followers.ticketNumber, ticketNumber), eq(followers.state, 'following')))
      .orderBy(followers.createdAt, followers.email));
  return rows.map(({ email, name }) => ({ address: email as Address, name: name ?? '' }));
}

export const requesterOf = (ticket: TicketRow): Mailbox => ({
  address: ticket.requesterEmail as Address,
  name: ticket.requesterName ?? '',
});

/** The ticket as the mail about it shows it. */
export const ticketOfMail = (ticket: TicketRow, following: readonly Mailbox[]): TicketOfMail => ({
  number: ticket.number,
  key: keyOf(ticket.number),
  subject: ticket.subject,
  requester: requesterOf(ticket),
  followers: following,
  openedAt: ticket.createdAt.toISOString(),
  threadIndex: ticket.threadIndex,
  url: null,
});

/** Numbers of tickets that were resolved before `then` and still are, oldest first. Skips locked tickets. */
export async function resolvedBefore(tx: Tx, then: Date, atMost: number): Promise<number[]> {
  const rows = await tx
    .select({ number: tickets.number })
    .from(tickets)
    .where(and(eq(tickets.status, 'resolved'), lt(tickets.statusSince, then)))
    .orderBy(asc(tickets.statusSince))
    .limit(atMost)
    .for('update', { skipLocked: true });
  return rows.map(({ number }) => number);
}
