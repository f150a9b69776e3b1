// The store keeps bytes by key: the raw mail as `raw/<mail id>`, attachments as `parts/<id>`.
//
// `put` resolves when the bytes would survive a power cut. A key is chosen by us and never by an
// author, so no name that a mail carries can become a path. What is put twice under one key is the
// same bytes by construction, and the second put is harmless.
import { createHash } from 'node:crypto';

/** Offsets from 0; `end` is the last byte. */
export type ByteRange = Readonly<{ start: number; end: number }>;

export type Store = Readonly<{
  /** Answers the size in bytes. */
  put(key: string, bytes: AsyncIterable<Buffer>): Promise<number>;
  /**
   * In place of `put`: takes a file that `move` puts at a path of this store, and cuts it to its first `size` bytes.
   * False where `move` says so. A crash may leave it uncut, so whoever knows the size passes it to `get`. Missing
   * where keys are no files.
   */
  adopt?(key: string, size: number, move: (path: string) => Promise<boolean>): Promise<boolean>;
  /**
   * All bytes, the first so many, or a range. Opened with the first step of the iteration, which rejects with code ENOENT where
   * there is no such key.
   */
  get(key: string, part?: number | ByteRange): AsyncIterable<Buffer>;
  has(key: string): Promise<boolean>;
  drop(key: string): Promise<void>;
  /** Removes drafts of killed writers that are so old that no process can still be writing them. */
  clearDrafts(olderThanMs: number): Promise<void>;
}>;

/** A key names no other place than its own. */
export const isKey = (key: string): boolean => /^(raw|parts)\/[0-9a-z-]{1,64}$/.test(key);

/** The error of a key that is not there, as the file system has it. */
export const missing = (key: string): Error =>
  Object.assign(new Error(`nothing is stored as ${key}`), { code: 'ENOENT' });

/** The bucket cannot be reached, or refuses us: not the fault of what is kept there. */
export class StoreAway extends Error {}

/** Reads one part of a mail and keeps nothing of it. */
export async function measurePart(
  bytes: AsyncIterable<Buffer>,
): Promise<{ key: string; size: number; sha256: string }> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const chunk of bytes) {
    hash.update(chunk);
    size += chunk.length;
  }
  return { key: '', size, sha256: hash.digest('hex') };
}

/** Keeps one part of a mail under `key`, and says how large it is and what it hashes to. */
export async function keepPart(
  store: Store,
  key: string,
  bytes: AsyncIterable<Buffer>,
): Promise<{ key: string; size: number; sha256: string }> {
  const hash = createHash('sha256');
  async function* hashed(): AsyncGenerator<Buffer> {
    for await (const chunk of bytes) {
      hash.update(chunk);
      yield chunk;
    }
  }
  const size = await store.put(key, hashed());
  return { key, size, sha256: hash.digest('hex') };
}
