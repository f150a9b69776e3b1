// Mail to a person failed for good: an event of the ticket records it, and the agents are told once.
import type { Tx } from '../db/database.ts';
import { time } from '../desk/actor.ts';
import type { Desk } from '../desk/desk.ts';
import type { Address } from '../mail/address.ts';
import { failedBefore, type OutboxRow } from '../outbox/rows.ts';
import { addEvent } from '../tickets/events.ts';
import { lockTicket } from '../tickets/ticket.ts';
import { warnAgents } from './warn.ts';

/** Returns the outbox rows of the warnings. */
export async function noteUnreachable(
  tx: Tx,
  row: OutboxRow,
  { why, desk }: { why: string; desk: Desk },
): Promise<string[]> {
  // Agents need no warning about mail without a ticket, such as the guide.
  const ticket = row.ticketNumber === null ? null : await lockTicket(tx, row.ticketNumber);
  if (!ticket || (await failedBefore(tx, row))) return [];
  const text = `delivery: mail to ${row.recipientEmail} does not arrive: ${why}`;
  await addEvent(tx, ticket.number, { text, actor: time });
  // Agents are not warned of another agent's full mailbox or of a warning that failed: the event is enough.
  if (row.role === 'agent') return [];
  const who = { address: row.recipientEmail as Address, name: row.recipientName ?? '' };
  return warnAgents(tx, ticket, { warning: { about: 'unreachable', who, why }, desk });
}
