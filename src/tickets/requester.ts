import { and, eq } from 'drizzle-orm';
import type { Tx } from '../db/database.ts';
import { followers } from '../db/schema/followers.ts';
import { messages } from '../db/schema/messages.ts';
import type { Actor } from '../desk/actor.ts';
import type { Change } from '../desk/change.ts';
import type { RequesterFields } from '../desk/moved.ts';
import { addEvent } from './events.ts';
import type { TicketRow } from './ticket.ts';
import { updateTicket } from './write.ts';

/** The words that opened the ticket. */
export async function requestOf(tx: Tx, ticketNumber: number): Promise<string> {
  const opening = and(eq(messages.ticketNumber, ticketNumber), eq(messages.kind, 'request'));
  const [row] = await tx.select({ text: messages.text }).from(messages).where(opening).orderBy(messages.id).limit(1);
  return row?.text ?? '';
}

/** Gives the ticket another requester, who stops being a follower. `undoes`: the event that it takes back. */
export async function putRequester(
  tx: Tx,
  ticket: TicketRow,
  { requester: to, actor, undoes }: Readonly<{ requester: RequesterFields; actor: Actor; undoes?: number }>,
): Promise<Change> {
  const { requesterEmail: email, requesterName: name, organisation, locale } = ticket;
  await updateTicket(tx, ticket.number, {
    requesterEmail: to.email,
    requesterName: to.name,
    organisation: to.organisation,
    locale: to.locale,
  });
  await tx.delete(followers).where(and(eq(followers.ticketNumber, ticket.number), eq(followers.email, to.email)));
  const moved = { how: 'requester', from: { email, name, organisation, locale }, to } as const;
  const event = { text: `requester: ${email} -> ${to.email}`, actor, changes: [], moved };
  await addEvent(tx, ticket.number, { ...event, ...(undoes === undefined ? {} : { undoes }) });
  return { field: 'requester', from: email, to: to.email };
}
