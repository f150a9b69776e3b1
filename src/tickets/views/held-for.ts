import { and, asc, desc, eq } from 'drizzle-orm';
import type { Database } from '../../db/database.ts';
import { mails } from '../../db/schema/mails.ts';

export type HeldForTicket = Readonly<{ id: string; author: string | null; subject: string | null; receivedAt: Date }>;

/** Mail of people who are not on the ticket, about which its requester decides; oldest first. */
export const heldFor = (db: Database, ticketNumber: number): Promise<HeldForTicket[]> =>
  db
    .select({ id: mails.id, author: mails.author, subject: mails.subject, receivedAt: mails.receivedAt })
    .from(mails)
    .where(and(eq(mails.heldForTicket, ticketNumber), eq(mails.disposition, 'held')))
    .orderBy(asc(mails.id));

export type OwnMail = Readonly<
  Pick<
    typeof mails.$inferSelect,
    'id' | 'receivedAt' | 'via' | 'subject' | 'disposition' | 'ticketNumber' | 'reasons' | 'waitsUntil'
  >
>;

const most = 100;

/** The newest mails of an author, with what became of them. */
export const mailsBy = (db: Database, author: string): Promise<OwnMail[]> =>
  db
    .select({
      id: mails.id,
      receivedAt: mails.receivedAt,
      via: mails.via,
      subject: mails.subject,
      disposition: mails.disposition,
      ticketNumber: mails.ticketNumber,
      reasons: mails.reasons,
      waitsUntil: mails.waitsUntil,
    })
    .from(mails)
    .where(eq(mails.author, author))
    .orderBy(desc(mails.receivedAt))
    .limit(most);
