// The files of tickets: rows here, bytes in the store.
import { and, asc, eq, ne } from 'drizzle-orm';
import type { Database } from '../db/database.ts';
import { attachments, messages } from '../db/schema/messages.ts';

export type FileRow = Readonly<{
  name: string;
  contentType: string;
  size: number;
  sha256: string;
  key: string;
  infected: boolean;
}>;

const columns = {
  name: attachments.name,
  contentType: attachments.contentType,
  size: attachments.size,
  sha256: attachments.sha256,
  key: attachments.key,
  infected: attachments.infected,
};

/** Null for a key that no entry names, and for an infected file. */
export async function fileByKey(db: Database, key: string): Promise<FileRow | null> {
  const [row] = await db
    .select(columns)
    .from(attachments)
    .where(and(eq(attachments.key, key), ne(attachments.infected, true)));
  return row ?? null;
}

/** All files of a ticket, in the order of its entries: `postern ticket show` numbers them from 1. */
export const filesOfTicket = (db: Database, ticketNumber: number): Promise<FileRow[]> =>
  db
    .select(columns)
    .from(attachments)
    .innerJoin(messages, eq(messages.id, attachments.messageRow))
    .where(eq(messages.ticketNumber, ticketNumber))
    .orderBy(asc(messages.createdAt), asc(messages.id), asc(attachments.id));
