import { eq } from 'drizzle-orm';
import type { Database } from '../db/database.ts';
import { mails } from '../db/schema/mails.ts';

export type FiledMail = Readonly<
  Pick<typeof mails.$inferSelect, 'disposition' | 'ticketNumber' | 'author' | 'receivedAt'>
>;

/** What became of a mail; null for one that is not listed yet. */
export async function filedMail(db: Database, id: string): Promise<FiledMail | null> {
  const [row] = await db
    .select({
      disposition: mails.disposition,
      ticketNumber: mails.ticketNumber,
      author: mails.author,
      receivedAt: mails.receivedAt,
    })
    .from(mails)
    .where(eq(mails.id, id));
  return row ?? null;
}
