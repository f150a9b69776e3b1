import type { Database } from '../db/database.ts';
import type { Desk } from '../desk/desk.ts';
import { measurePart, type Store } from '../store/store.ts';
import { storedMail } from '../tickets/held.ts';
import { createMailReader } from './reading/reader.ts';

/** The first lines of a mail, and the names of its files. */
export type Excerpt = Readonly<{ text: string; files: readonly string[] }>;

const lines = 10;
const letters = 800;

/** Of stored mails, read off this thread as workers do; a mail that cannot be read has none. */
export async function excerptsOf(
  { db, desk, store }: Readonly<{ db: Database; desk: Desk; store: Store }>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Excerpt>> {
  const excerpts = new Map<string, Excerpt>();
  if (ids.length === 0) return excerpts;
  const reader = createMailReader(desk);
  try {
    for (const id of ids) {
      const mail = await storedMail(db, id);
      if (!mail || !(await store.has(`raw/${id}`))) continue;
      const { message } = await reader.read(mail, store.get(`raw/${id}`, mail.size), measurePart);
      const text = message.text.trim().split('\n').slice(0, lines).join('\n').slice(0, letters).toWellFormed();
      excerpts.set(id, { text, files: message.attachments.map(({ name }) => name) });
    }
  } finally {
    await reader.close();
  }
  return excerpts;
}
