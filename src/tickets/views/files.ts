import { and, asc, eq, inArray } from 'drizzle-orm';
import type { Database } from '../../db/database.ts';
import { attachments, messages } from '../../db/schema/messages.ts';

export type FileView = Readonly<
  Pick<typeof attachments.$inferSelect, 'id' | 'name' | 'contentType' | 'size' | 'inline' | 'key' | 'infected'> & {
    message: number;
    kind: (typeof messages.$inferSelect)['kind'];
  }
>;

const columns = {
  id: attachments.id,
  name: attachments.name,
  contentType: attachments.contentType,
  size: attachments.size,
  inline: attachments.inline,
  key: attachments.key,
  infected: attachments.infected,
  message: attachments.messageRow,
  kind: messages.kind,
};

/** The files of these entries of a ticket, in the order in which they came. */
export async function filesOf(db: Database, entries: readonly number[]): Promise<FileView[]> {
  if (entries.length === 0) return [];
  return db
    .select(columns)
    .from(attachments)
    .innerJoin(messages, eq(messages.id, attachments.messageRow))
    .where(inArray(attachments.messageRow, [...entries]))
    .orderBy(asc(attachments.id));
}

/** One file of a ticket; null where it is not on that ticket. */
export async function fileOf(db: Database, ticketNumber: number, id: number): Promise<FileView | null> {
  const [row] = await db
    .select(columns)
    .from(attachments)
    .innerJoin(messages, eq(messages.id, attachments.messageRow))
    .where(and(eq(attachments.id, id), eq(messages.ticketNumber, ticketNumber)));
  return row ?? null;
}
