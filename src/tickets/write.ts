import { and, eq, max, ne, sql } from 'drizzle-orm';
import type { Tx } from '../db/database.ts';
import { closedOn, NotKnown } from '../db/known.ts';
import { followers } from '../db/schema/followers.ts';
import { attachments, messages } from '../db/schema/messages.ts';
import { tickets } from '../db/schema/tickets.ts';
import type { Attachment } from '../desk/attachment.ts';
import type { Mailbox } from '../mail/address.ts';
import { takeNumbers } from './numbers.ts';
import type { NewTicket, TicketRow } from './ticket.ts';

export type NewMessage = Readonly<Omit<typeof messages.$inferInsert, 'ticketNumber'>>;
/** One message with its attachments. */
export type Entry = Readonly<{ message: NewMessage; attachments: readonly Attachment[] }>;

export async function openTicket(tx: Tx, ticket: NewTicket): Promise<TicketRow> {
  const number = await takeNumbers(tx, 1);
  const [row] = await tx
    .insert(tickets)
    .overridingSystemValue()
    .values({ ...ticket, number } as NewTicket)
    .returning();
  return row!;
}

/** Returns the entry's id. */
export async function addEntry(tx: Tx, ticketNumber: number, { message, attachments: files }: Entry): Promise<number> {
  const closed = closedOn(tx, ticketNumber);
  if (closed) {
    const { known, collected } = closed;
    const id = known.entryIds[collected.entries.length];
    if (id === undefined) throw new NotKnown('more entries than ids');
    collected.entries.push({ ...message, ticketNumber, id });
    collected.files.push(...files.map(file => ({ ...file, entry: id })));
    return id;
  }
  const [row] = await tx
    .insert(messages)
    .values({ ...message, ticketNumber })
    .returning({ id: messages.id });
  if (files.length > 0) await tx.insert(attachments).values(files.map(file => ({ ...file, messageRow: row!.id })));
  return row!.id;
}

/** Returns those who did not follow before. */
export async function addFollowers(tx: Tx, ticketNumber: number, added: readonly Mailbox[]): Promise<Mailbox[]> {
  if (added.length === 0) return [];
  const values = added.map(({ address, name }) => ({ ticketNumber, email: address, name: name || null }));
  const rows = await tx.insert(followers).values(values).onConflictDoNothing().returning({ email: followers.email });
  return added.filter(({ address }) => rows.some(({ email }) => email === address));
}

/** `isShown`: everyone on the ticket may see what has changed. */
export async function updateTicket(
  tx: Tx,
  ticketNumber: number,
  fields: Partial<NewTicket>,
  isShown = true,
): Promise<void> {
  const updatedAt = new Date();
  const closed = closedOn(tx, ticketNumber);
  if (closed) {
    const { collected } = closed;
    const before = collected.ticket.shownAt ?? collected.ticket.updatedAt;
    const shownAt = isShown ? updatedAt : before;
    collected.ticket = { ...collected.ticket, ...(fields as Partial<TicketRow>), updatedAt, shownAt };
    return;
  }
  const before = sql`coalesce(${tickets.shownAt}, ${tickets.updatedAt})`;
  await tx
    .update(tickets)
    .set({ ...fields, updatedAt, shownAt: isShown ? updatedAt : before })
    .where(eq(tickets.number, ticketNumber));
}

/** The id of the newest entry that has words; 0 where there is none. */
export async function newestWords(tx: Tx, ticketNumber: number): Promise<number> {
  const words = and(eq(messages.ticketNumber, ticketNumber), ne(messages.kind, 'event'));
  const [row] = await tx
    .select({ newest: max(messages.id) })
    .from(messages)
    .where(words);
  return row?.newest ?? 0;
}
