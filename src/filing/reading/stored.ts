// Stored mails, read as they would be today, off this thread as workers do.
import type { Database } from '../../db/database.ts';
import type { Desk } from '../../desk/desk.ts';
import type { SpooledMail } from '../../spool/spooled-mail.ts';
import { measurePart, type Store } from '../../store/store.ts';
import { storedMail } from '../../tickets/held.ts';
import type { MailReader, ReadMail } from './reader.ts';

/** `reader` is the process's own: a reader for each look would start threads each time. */
export type StoredRooms = Readonly<{ db: Database; desk: Desk; store: Store; reader: MailReader }>;
/** Null where the mail or its bytes are gone. `as`: what is changed in its record before it is read. */
export type ReadStored = (
  id: string,
  as?: (mail: SpooledMail) => SpooledMail,
) => Promise<Readonly<{ mail: SpooledMail; read: ReadMail }> | null>;

export const readingStored =
  ({ db, store, reader }: Omit<StoredRooms, 'desk'>): ReadStored =>
  async (id, as = mail => mail) => {
    const mail = await storedMail(db, id);
    if (!mail || !(await store.has(`raw/${id}`))) return null;
    return { mail, read: await reader.read(as(mail), store.get(`raw/${id}`, mail.size), measurePart) };
  };
