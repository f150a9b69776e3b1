// The outbox holds mail that must go out, written in the transaction of the change that it tells of:
// there is no ticket without its answer, and no answer without its ticket. A row is one mail to one
// recipient and keeps its Message-ID through every attempt, so a repeated one is recognised as such.
import { and, eq, inArray } from 'drizzle-orm';
import { ulid } from 'ulid';
import type { Tx } from '../db/database.ts';
import { messages } from '../db/schema/messages.ts';
import { outbox } from '../db/schema/outbox.ts';
import { type Address, domainOf, type Mailbox } from '../mail/address.ts';
import type { MessageId } from '../mail/message-id.ts';
import { capReferences } from '../mail/references.ts';
import type { Locale, Notice, OutgoingMail, TicketOfMail } from './notice.ts';

export type Letter = Readonly<{
  to: Mailbox;
  role: OutgoingMail['role'];
  locale: Locale;
  notice: Notice;
  /** The held mail that it asks about. */
  heldMail?: string;
}>;
export type Occasion = Readonly<{
  ticket: TicketOfMail;
  /** The domain of our Message-IDs. */
  support: Address;
  /** Set for a ticket that this transaction opens: then nothing was said before. Null for a mail without an id. */
  openedBy?: MessageId | null;
  /** The entry that the letters tell of. */
  entry?: number;
}>;

/** Stands where a ticket's number would; tickets count from one. */
export const aboutNoTicket = 0;

/** Adds one row a letter; answers their ids, to be offered to the queue once the transaction is committed. */
export async function addToOutbox(tx: Tx, letters: readonly Letter[], occasion: Occasion): Promise<string[]> {
  if (letters.length === 0) return [];
  const { ticket, support, openedBy } = occasion;
  const said =
    openedBy === undefined
      ? await saidTo(
          tx,
          ticket.number,
          letters.map(({ to }) => to.address),
        )
      : null;
  const rows = letters.map(({ to, role, locale, notice, heldMail }) => {
    const id = ulid().toLowerCase();
    const chain = capReferences(said?.get(to.address) ?? (openedBy ? [openedBy] : []));
    return {
      id,
      ticketNumber: ticket.number === aboutNoTicket ? null : ticket.number,
      entry: occasion.entry ?? null,
      heldMail: heldMail ?? null,
      recipientEmail: to.address,
      recipientName: to.name || null,
      role,
      locale,
      notice,
      ticket,
      messageId: `<${id}@${domainOf(support)}>`,
      inReplyTo: chain.at(-1) ?? null,
      references: chain,
    };
  });
  await tx.insert(outbox).values(rows);
  return rows.map(({ id }) => id);
}

/** For each of these people, the Message-IDs of the thread that they may hold, oldest first. */
async function saidTo(tx: Tx, ticketNumber: number, people: readonly Address[]): Promise<Map<Address, MessageId[]>> {
  const received = await tx
    .select({ id: messages.messageId, at: messages.createdAt })
    .from(messages)
    .where(eq(messages.ticketNumber, ticketNumber));
  const sent = await tx
    .select({ id: outbox.messageId, at: outbox.createdAt, to: outbox.recipientEmail })
    .from(outbox)
    .where(and(eq(outbox.ticketNumber, ticketNumber), inArray(outbox.recipientEmail, [...people])));
  return new Map(
    people.map(person => {
      const held = [...received, ...sent.filter(({ to }) => to === person)];
      held.sort((a, b) => a.at.getTime() - b.at.getTime());
      return [person, held.map(({ id }) => id).filter(id => id !== null) as MessageId[]];
    }),
  );
}
