import { and, eq, inArray, isNotNull } from 'drizzle-orm';
import type { Tx } from '../db/database.ts';
import { mails } from '../db/schema/mails.ts';
import { messages } from '../db/schema/messages.ts';
import { outbox } from '../db/schema/outbox.ts';
import type { Actor } from '../desk/actor.ts';
import { keyOf } from '../desk/ticket.ts';
import type { MessageId } from '../mail/message-id.ts';
import { ownSubject } from '../mail/subject.ts';
import { sentAs } from '../outbox/sent-as.ts';
import { addEvent } from './events.ts';
import type { TicketRow } from './ticket.ts';
import { openTicket } from './write.ts';

export type EntryRow = Readonly<typeof messages.$inferSelect>;

/** The reply on this ticket with the first of these ids, its own or that of our mail about it. */
export async function replyNamed(tx: Tx, ticketNumber: number, ids: readonly MessageId[]): Promise<EntryRow | null> {
  for (const id of ids) {
    const told = await tx
      .select({ entry: outbox.entry })
      .from(outbox)
      .where(and(sentAs([id]), isNotNull(outbox.entry)));
    const entries = told.map(({ entry }) => entry!);
    const [row] = await tx
      .select()
      .from(messages)
      .where(
        and(
          eq(messages.ticketNumber, ticketNumber),
          eq(messages.kind, 'reply'),
          entries.length > 0 ? inArray(messages.id, entries) : eq(messages.messageId, id),
        ),
      )
      .limit(1);
    if (row) return row;
  }
  return null;
}

/** Opens a new ticket with the reply as its request and the reply's author as its requester. */
export async function splitReply(
  tx: Tx,
  ticket: TicketRow,
  { entry, actor, locale }: { entry: EntryRow; actor: Actor; locale: string },
): Promise<TicketRow> {
  const [mail] = entry.mailId
    ? await tx.select({ subject: mails.subject }).from(mails).where(eq(mails.id, entry.mailId))
    : [];
  const opened = await openTicket(tx, {
    subject: ownSubject(mail?.subject ?? '') || ticket.subject,
    instance: ticket.instance,
    instanceKnown: ticket.instanceKnown,
    requesterEmail: entry.authorEmail ?? ticket.requesterEmail,
    requesterName: entry.authorName,
    organisation: ticket.organisation,
    locale,
    createdAt: entry.createdAt,
  });
  const moved = { ticketNumber: opened.number };
  await tx
    .update(messages)
    .set({ ...moved, kind: 'request' })
    .where(eq(messages.id, entry.id));
  if (entry.mailId) await tx.update(mails).set(moved).where(eq(mails.id, entry.mailId));
  const event = {
    actor,
    changes: [],
    moved: { how: 'split', from: ticket.number, to: opened.number, entry: entry.id } as const,
  };
  await addEvent(tx, ticket.number, { ...event, text: `a reply became ${keyOf(opened.number)}` });
  await addEvent(tx, opened.number, { ...event, text: `taken out of ${keyOf(ticket.number)}` });
  return opened;
}

/** A reply of this ticket, by its id; null for an entry of another kind or ticket. */
export async function replyById(tx: Tx, ticketNumber: number, id: number): Promise<EntryRow | null> {
  const [row] = await tx
    .select()
    .from(messages)
    .where(and(eq(messages.ticketNumber, ticketNumber), eq(messages.kind, 'reply'), eq(messages.id, id)));
  return row ?? null;
}
