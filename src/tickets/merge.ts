import { eq } from 'drizzle-orm';
import type { Tx } from '../db/database.ts';
import { mails } from '../db/schema/mails.ts';
import { messages } from '../db/schema/messages.ts';
import type { Actor } from '../desk/actor.ts';
import type { MovedByMerge } from '../desk/moved.ts';
import { keyOf } from '../desk/ticket.ts';
import type { Mailbox } from '../mail/address.ts';
import { addEvent } from './events.ts';
import type { TicketRow } from './ticket.ts';
import { addFollowers, updateTicket } from './write.ts';

/** Moves the entries of `ticket` and these people to `into`, and closes it. Its later mail lands on `into`. */
export async function mergeTicket(
  tx: Tx,
  ticket: TicketRow,
  { into, people, actor }: { into: TicketRow; people: readonly Mailbox[]; actor: Actor },
): Promise<void> {
  const moved = await moveAll(tx, ticket, { into, people });
  await addEvent(tx, ticket.number, { text: `merged into ${keyOf(into.number)}`, actor });
  // The event stands on `into`, where the next commands arrive: so `#undo` finds the merge and not an older act.
  const text = `${keyOf(ticket.number)} was merged into this ticket`;
  await addEvent(tx, into.number, { text, actor, changes: [], moved });
}

/** Moves without writing an event; returns what moved. */
export async function moveAll(
  tx: Tx,
  { number: from, status }: TicketRow,
  { into, people }: { into: TicketRow; people: readonly Mailbox[] },
): Promise<MovedByMerge> {
  const to = { ticketNumber: into.number };
  const of = { id: messages.id };
  const entries = await tx.update(messages).set(to).where(eq(messages.ticketNumber, from)).returning(of);
  const moved = await tx.update(mails).set(to).where(eq(mails.ticketNumber, from)).returning({ id: mails.id });
  const held = await tx
    .update(mails)
    .set({ heldForTicket: into.number })
    .where(eq(mails.heldForTicket, from))
    .returning({ id: mails.id });
  const newcomers = people.filter(({ address }) => address !== into.requesterEmail);
  const added = await addFollowers(tx, into.number, newcomers);
  await updateTicket(tx, from, { status: 'closed', statusSince: new Date(), mergedInto: into.number });
  await updateTicket(tx, into.number, {});
  return {
    how: 'merge',
    from,
    status,
    entries: entries.map(({ id }) => id),
    mails: moved.map(({ id }) => id),
    held: held.map(({ id }) => id),
    people: added.map(({ address }) => address),
  };
}
