import { readingStored, type StoredRooms } from './reading/stored.ts';

/** The first lines of a mail, and the names of its files. */
export type Excerpt = Readonly<{ text: string; files: readonly string[] }>;

const lines = 10;
const letters = 800;

/** Of stored mails; one that cannot be found has none. */
export async function excerptsOf(rooms: StoredRooms, ids: readonly string[]): Promise<ReadonlyMap<string, Excerpt>> {
  const excerpts = new Map<string, Excerpt>();
  const read = readingStored(rooms);
  for (const id of ids) {
    const found = await read(id);
    if (!found) continue;
    const { text: all, attachments } = found.read.message;
    const text = all.trim().split('\n').slice(0, lines).join('\n').slice(0, letters).toWellFormed();
    excerpts.set(id, { text, files: attachments.map(({ name }) => name) });
  }
  return excerpts;
}
