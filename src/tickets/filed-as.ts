import { eq } from 'drizzle-orm';
import type { Database } from '../db/database.ts';
import { attachments, messages } from '../db/schema/messages.ts';
import { ticketColumns, tickets } from '../db/schema/tickets.ts';
import type { TicketRow } from './ticket.ts';

export type FiledAs = Readonly<{
  entry: typeof messages.$inferSelect;
  files: readonly (typeof attachments.$inferSelect)[];
  /** Set where the mail opened the ticket. */
  ticket: TicketRow | null;
}>;

/** The entry that a mail became; null where it became none. */
export async function filedAs(db: Database, mailId: string): Promise<FiledAs | null> {
  const [entry] = await db.select().from(messages).where(eq(messages.mailId, mailId));
  if (!entry) return null;
  const files = await db.select().from(attachments).where(eq(attachments.messageRow, entry.id)).orderBy(attachments.id);
  const [ticket] =
    entry.kind === 'request'
      ? await db.select(ticketColumns).from(tickets).where(eq(tickets.number, entry.ticketNumber))
      : [];
  return { entry, files, ticket: ticket ?? null };
}
