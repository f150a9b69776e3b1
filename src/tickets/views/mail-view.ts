import { asc, eq } from 'drizzle-orm';
import type { Database } from '../../db/database.ts';
import { mails } from '../../db/schema/mails.ts';
import { keyOf } from '../../desk/ticket.ts';
import type { ReportedDelivery } from '../../mail/report.ts';

type Row = typeof mails.$inferSelect;

/** A mail as `postern mail show --json` prints it. A public format: fields keep their names and meaning. */
export type MailView = Readonly<{
  id: string;
  receivedAt: string;
  via: Row['via'];
  mailFrom: string | null;
  rcptTo: readonly string[];
  from: string | null;
  subject: string | null;
  messageId: string | null;
  /** Bytes as received. */
  size: number;
  disposition: Row['disposition'];
  ticket: string | null;
  reasons: readonly string[];
  /** Of a delivery report: the fate of each recipient. */
  reports: readonly ReportedDelivery[];
  authentication: Row['authentication'];
}>;

/** Every mail ever received, oldest first. */
export async function listMails(db: Database, disposition?: Row['disposition']): Promise<MailView[]> {
  const rows = await db
    .select()
    .from(mails)
    .where(disposition && eq(mails.disposition, disposition))
    .orderBy(asc(mails.receivedAt), asc(mails.id));
  return rows.map(viewOf);
}

export async function showMail(db: Database, id: string): Promise<MailView | null> {
  const [row] = await db.select().from(mails).where(eq(mails.id, id));
  return row ? viewOf(row) : null;
}

export const viewOf = (row: Row): MailView => ({
  id: row.id,
  receivedAt: row.receivedAt.toISOString(),
  via: row.via,
  mailFrom: row.mailFrom,
  rcptTo: row.rcptTo,
  from: row.author,
  subject: row.subject,
  messageId: row.messageId,
  size: row.size,
  disposition: row.disposition,
  ticket: row.ticketNumber === null ? null : keyOf(row.ticketNumber),
  reasons: row.reasons,
  reports: row.reports ?? [],
  authentication: row.authentication,
});
