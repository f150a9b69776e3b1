import { and, desc, eq } from 'drizzle-orm';
import type { Tx } from '../db/database.ts';
import { tickets } from '../db/schema/tickets.ts';
import type { TicketRow } from '../tickets/ticket.ts';
import type { Desk } from './desk.ts';

const dayMs = 86_400_000;

/** Whether a ticket has been closed for too long to be opened again. */
export const isLongClosed = (ticket: TicketRow, { rules }: Desk, now: Date): boolean =>
  ticket.status === 'closed' && now.getTime() - ticket.statusSince.getTime() > rules.followUpAfterDays * dayMs;

/** The ticket that goes on from a closed one already, locked; the newest one. */
export async function followUpOf(tx: Tx, ticket: TicketRow): Promise<TicketRow | null> {
  const [row] = await tx
    .select()
    .from(tickets)
    .where(and(eq(tickets.followUpOf, ticket.number)))
    .orderBy(desc(tickets.number))
    .limit(1)
    .for('update');
  return row ?? null;
}
