import { desc, eq } from 'drizzle-orm';
import type { Tx } from '../db/database.ts';
import { followers } from '../db/schema/followers.ts';
import { ticketColumns, tickets } from '../db/schema/tickets.ts';
import type { Rules } from '../desk/rules.ts';
import type { Mailbox } from '../mail/address.ts';
import { requesterOf, type TicketRow } from './ticket.ts';

const dayMs = 86_400_000;

/** Whether a ticket has been closed for too long to be opened again. */
export const isLongClosed = (ticket: TicketRow, rules: Pick<Rules, 'followUpAfterDays'>, now: Date): boolean =>
  ticket.status === 'closed' && now.getTime() - ticket.statusSince.getTime() > rules.followUpAfterDays * dayMs;

/** The newest follow-up ticket of a closed ticket, locked; null where it has none. */
export async function followUpOf(tx: Tx, ticket: TicketRow): Promise<TicketRow | null> {
  const [row] = await tx
    .select(ticketColumns)
    .from(tickets)
    .where(eq(tickets.followUpOf, ticket.number))
    .orderBy(desc(tickets.number))
    .limit(1)
    .for('update');
  return row ?? null;
}

/** Requester and followers of the closed ticket follow its follow-up. Those who left or are kept out stay so. */
export async function bringAlong(
  tx: Tx,
  ticket: TicketRow,
  { from, author }: { from: TicketRow; author: Mailbox },
): Promise<void> {
  const rows = await tx.select().from(followers).where(eq(followers.ticketNumber, from.number));
  const { address, name } = requesterOf(from);
  const people = [
    { email: author.address, name: author.name || null, state: 'following' as const },
    { email: address, name: name || null, state: 'following' as const },
    ...rows,
  ].filter(({ email }) => email !== ticket.requesterEmail);
  if (people.length === 0) return;
  const values = people.map(({ email, name, state }) => ({ ticketNumber: ticket.number, email, name, state }));
  await tx.insert(followers).values(values).onConflictDoNothing();
}
