import { eq } from 'drizzle-orm';
import type { Database } from '../db/database.ts';
import { attachments, messages } from '../db/schema/messages.ts';
import { tickets } from '../db/schema/tickets.ts';
import type { Desk } from '../desk/desk.ts';
import type { IncomingMessage } from '../parse/incoming-message.ts';
import type { SpooledMail } from '../spool/spooled-mail.ts';
import { readMail } from './read-mail.ts';

/** One thing that today's reading of a stored mail sees otherwise. */
export type Difference = Readonly<{ what: string; stored: string | null; now: string | null }>;

/** What would differ if the mail came today; nothing is changed. Only what a ticket shows is compared. */
export async function differencesOf(
  db: Database,
  mail: SpooledMail,
  { message, desk }: { message: IncomingMessage; desk: Desk },
): Promise<Difference[]> {
  const [entry] = await db.select().from(messages).where(eq(messages.mailId, mail.id));
  if (!entry) return [];
  const { newText, meaning, classification } = readMail(mail, message, desk);
  const kept = await db.select().from(attachments).where(eq(attachments.messageRow, entry.id)).orderBy(attachments.id);
  const [ticket] =
    entry.kind === 'request' ? await db.select().from(tickets).where(eq(tickets.number, entry.ticketNumber)) : [];
  const files = (list: readonly { name: string; sha256: string }[]) =>
    list.map(file => `${file.name} ${file.sha256}`).join('\n');
  const compared: Difference[] = [
    { what: 'text', stored: entry.text, now: newText.text },
    { what: 'quoted', stored: entry.quoted, now: newText.quoted },
    { what: 'html', stored: entry.html, now: message.html },
    { what: 'attachments', stored: files(kept), now: files(message.attachments) },
    {
      what: 'made by',
      stored: entry.kind === 'auto-reply' ? 'machine' : 'person',
      now: classification.class === 'person' ? 'person' : 'machine',
    },
  ];
  if (ticket) {
    compared.push(
      { what: 'subject', stored: ticket.subject, now: meaning.subject },
      { what: 'instance', stored: ticket.instance, now: meaning.instance?.value ?? null },
      { what: 'priority', stored: ticket.priority, now: meaning.priority?.value ?? null },
    );
  }
  return compared.filter(({ stored, now }) => stored !== now);
}
