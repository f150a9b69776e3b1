import type { Database } from '../db/database.ts';
import type { Desk } from '../desk/desk.ts';
import type { IncomingMessage } from '../parse/incoming-message.ts';
import type { SpooledMail } from '../spool/spooled-mail.ts';
import { filedAs } from '../tickets/filed-as.ts';
import { readMail } from './read-mail.ts';
import { readingStored, type StoredRooms } from './reading/stored.ts';
import type { Words } from './reading/words.ts';

/** One value that a stored mail would get today, if it differs. */
export type Difference = Readonly<{ what: string; stored: string | null; now: string | null }>;

/**
 * What would differ if a stored mail came today, held or not. Compares only what a ticket shows, and changes nothing.
 * Empty where the mail or its bytes are gone.
 */
export async function compareStored(rooms: StoredRooms, id: string): Promise<Difference[]> {
  // As if it were let in: held mail is compared, too.
  const admitted = (mail: SpooledMail): SpooledMail => ({ ...mail, admitted: { ...mail.admitted, hold: false } });
  const found = await readingStored(rooms)(id, admitted);
  if (!found || found.read.words === null) return [];
  const { message, words } = found.read;
  return differencesOf(rooms.db, found.mail, { message, words, desk: rooms.desk });
}

async function differencesOf(
  db: Database,
  mail: SpooledMail,
  { message, words, desk }: { message: IncomingMessage; words: Words; desk: Desk },
): Promise<Difference[]> {
  const filed = await filedAs(db, mail.id);
  if (!filed) return [];
  const { entry, files: kept, ticket } = filed;
  const { newText, meaning, classification } = readMail(mail, { message, words }, desk);
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
