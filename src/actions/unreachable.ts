// Somebody cannot be reached: an event on the ticket says so, and the agents are told, once.
import { and, eq, inArray, ne } from 'drizzle-orm';
import type { Tx } from '../db/database.ts';
import { outbox } from '../db/schema/outbox.ts';
import type { Desk } from '../desk/desk.ts';
import type { Address } from '../mail/address.ts';
import { lockTicket } from '../tickets/ticket.ts';
import { addEntry } from '../tickets/write.ts';
import { warnAgents } from './warn.ts';

export type OutboxRow = Readonly<typeof outbox.$inferSelect>;

/** Answers the outbox rows of the warnings. */
export async function noteUnreachable(
  tx: Tx,
  row: OutboxRow,
  { why, desk }: { why: string; desk: Desk },
): Promise<string[]> {
  // What is about no ticket, such as the guide, has nobody who would wait for it.
  const ticket = row.ticketNumber === null ? null : await lockTicket(tx, row.ticketNumber);
  if (!ticket || (await knownUnreachable(tx, row, ticket.number))) return [];
  const text = `delivery: mail to ${row.recipientEmail} does not arrive: ${why}`;
  await addEntry(tx, ticket.number, { message: { kind: 'event', text }, attachments: [] });
  // A warning that fails warns nobody, nor does an agent's full mailbox: the ticket says it.
  if (row.role === 'agent') return [];
  const who = { address: row.recipientEmail as Address, name: row.recipientName ?? '' };
  return warnAgents(tx, ticket, { warning: { about: 'unreachable', who, why }, desk });
}

/** Nobody needs to read the same of every mail on the thread. */
async function knownUnreachable(tx: Tx, { id, recipientEmail }: OutboxRow, ticketNumber: number): Promise<boolean> {
  const before = and(
    eq(outbox.ticketNumber, ticketNumber),
    eq(outbox.recipientEmail, recipientEmail),
    inArray(outbox.state, ['failed', 'undeliverable']),
    ne(outbox.id, id),
  );
  const [row] = await tx.select({ id: outbox.id }).from(outbox).where(before).limit(1);
  return row !== undefined;
}
