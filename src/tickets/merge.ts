import { eq } from 'drizzle-orm';
import type { Tx } from '../db/database.ts';
import { mails } from '../db/schema/mails.ts';
import { messages } from '../db/schema/messages.ts';
import type { Mailbox } from '../mail/address.ts';
import { addEvent } from './change.ts';
import { followersOf, keyOf, requesterOf, type TicketRow } from './ticket.ts';
import { addFollowers, updateTicket } from './write.ts';

/** Entries and people of `ticket` move to `into`; it is closed, and what comes for it lands there. */
export async function mergeTicket(
  tx: Tx,
  ticket: TicketRow,
  { into, by }: { into: TicketRow; by: Mailbox },
): Promise<void> {
  const people = [requesterOf(ticket), ...(await followersOf(tx, ticket.number))];
  const newcomers = people.filter(({ address }) => address !== into.requesterEmail);
  await tx.update(messages).set({ ticketNumber: into.number }).where(eq(messages.ticketNumber, ticket.number));
  await tx.update(mails).set({ ticketNumber: into.number }).where(eq(mails.ticketNumber, ticket.number));
  await tx.update(mails).set({ heldFor: into.number }).where(eq(mails.heldFor, ticket.number));
  await addFollowers(tx, into.number, newcomers);
  await updateTicket(tx, ticket.number, { status: 'closed', statusSince: new Date(), mergedInto: into.number });
  await updateTicket(tx, into.number, {});
  await addEvent(tx, ticket.number, { text: `merged into ${keyOf(into.number)}`, by });
  // On the ticket where the next command will come, so that `undo` does not reach past it.
  await addEvent(tx, into.number, { text: `${keyOf(ticket.number)} was merged into this ticket`, by, changes: [] });
}
