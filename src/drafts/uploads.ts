// The files of a draft: they belong to it from the first byte, so a wrong field loses none.
import { createHash } from 'node:crypto';
import { and, asc, eq, inArray, lt, sum } from 'drizzle-orm';
import type { Database } from '../db/database.ts';
import { drafts, uploads } from '../db/schema/drafts.ts';
import { newId } from '../mail/new-id.ts';
import type { Store } from '../store/store.ts';

export type UploadRow = Readonly<typeof uploads.$inferSelect>;
export type NewUpload = Readonly<Pick<UploadRow, 'draft' | 'name' | 'contentType'>>;

const keyOf = (id: string): string => `parts/upload-${id}`;

export const listUploads = (db: Database, draft: string): Promise<UploadRow[]> =>
  db.select().from(uploads).where(eq(uploads.draft, draft)).orderBy(asc(uploads.createdAt), asc(uploads.id));

/** Bytes of all files of the draft, also of those that are not complete. */
export async function bytesOf(db: Database, draft: string): Promise<number> {
  const [total] = await db
    .select({ bytes: sum(uploads.size).mapWith(Number) })
    .from(uploads)
    .where(eq(uploads.draft, draft));
  return total?.bytes ?? 0;
}

/**
 * Keeps a file whole. The same file is kept once. Null where it has more than `atMost` bytes or none at all; then
 * nothing of it is kept.
 */
export async function keepUpload(
  { db, store }: Readonly<{ db: Database; store: Store }>,
  file: NewUpload,
  { bytes, atMost }: Readonly<{ bytes: AsyncIterable<Buffer>; atMost: number }>,
): Promise<UploadRow | null> {
  const id = newId();
  const key = keyOf(id);
  const hash = createHash('sha256');
  let size = 0;
  async function* measured(): AsyncGenerator<Buffer> {
    for await (const chunk of bytes) {
      size += chunk.length;
      // Read to the end, for the form goes on behind it, but kept only as far as the limit.
      if (size > atMost) continue;
      hash.update(chunk);
      yield chunk;
    }
  }
  await store.put(key, measured());
  const sha256 = hash.digest('hex');
  const isKept = size > 0 && size <= atMost;
  const [twin] = isKept
    ? await db
        .select()
        .from(uploads)
        .where(and(eq(uploads.draft, file.draft), eq(uploads.sha256, sha256)))
    : [];
  if (!isKept || twin) {
    await store.drop(key);
    return twin ?? null;
  }
  const values = { ...file, id, size, received: size, complete: true, sha256, key };
  const [row] = await db.insert(uploads).values(values).returning();
  return row ?? null;
}

/** Removes one file, or all, with their bytes. */
export async function dropUploads(
  { db, store }: Readonly<{ db: Database; store: Store }>,
  draft: string,
  id?: string,
): Promise<void> {
  const rows = await db
    .delete(uploads)
    .where(and(eq(uploads.draft, draft), id === undefined ? undefined : eq(uploads.id, id)))
    .returning();
  for (const { key } of rows) if (key !== null) await store.drop(key);
}

/** Removes drafts that nobody has touched since then, with their files. */
export async function tidyDrafts({ db, store }: Readonly<{ db: Database; store: Store }>, before: Date): Promise<void> {
  const old = await db.select({ id: drafts.id }).from(drafts).where(lt(drafts.updatedAt, before)).limit(500);
  const ids = old.map(({ id }) => id);
  for (const id of ids) await dropUploads({ db, store }, id);
  if (ids.length > 0) await db.delete(drafts).where(inArray(drafts.id, [...ids]));
}

/** A file that is on its way. */
export const beginUpload = async (
  db: Database,
  file: NewUpload & Readonly<{ id: string; size: number }>,
): Promise<void> => void (await db.insert(uploads).values(file).onConflictDoNothing());

/** How many bytes of it have come. */
export const noteReceived = async (db: Database, id: string, received: number): Promise<void> =>
  void (await db.update(uploads).set({ received }).where(eq(uploads.id, id)));

/** The files of one draft in another, each with bytes of its own. */
export async function copyUploads(
  rooms: Readonly<{ db: Database; store: Store }>,
  from: string,
  to: string,
): Promise<void> {
  for (const { key, name, contentType, size } of await listUploads(rooms.db, from))
    if (key !== null)
      await keepUpload(rooms, { draft: to, name, contentType }, { bytes: rooms.store.get(key), atMost: size });
}
