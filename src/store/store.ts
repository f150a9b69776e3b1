// The store keeps bytes by key: the raw mail as `raw/<mail id>`, attachments as `parts/<id>`.
//
// `put` resolves when the bytes would survive a power cut. A key is chosen by us and never by an
// author, so no name that a mail carries can become a path. What is put twice under one key is the
// same bytes by construction, and the second put is harmless.
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { type FileHandle, glob, open, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { makeFolder, renameDurably, writeAll } from './durable.ts';

export type Store = Readonly<{
  /** Answers the size in bytes. */
  put(key: string, bytes: AsyncIterable<Buffer>): Promise<number>;
  /** Rejects with code ENOENT where there is no such key. */
  get(key: string): AsyncIterable<Buffer>;
  has(key: string): boolean;
  drop(key: string): Promise<void>;
  /** Removes drafts of killed writers that are so old that no process can still be writing them. */
  clearDrafts(olderThanMs: number): Promise<void>;
}>;

const validKey = /^(raw|parts)\/[0-9a-z-]{1,64}$/;

/** Bytes as files below `root`, spread over folders by the last two letters of their key. */
export function fileStore(root: string): Store {
  const pathOf = (key: string): string => {
    if (!validKey.test(key)) throw new Error(`not a key of the store: ${JSON.stringify(key)}`);
    const [kind = '', id = ''] = key.split('/');
    return join(root, kind, id.slice(-2), id);
  };
  return {
    async put(key, bytes) {
      const path = pathOf(key);
      // By chance: in a container we have the same process id every time, and a killed one left its draft.
      const draft = `${path}.${randomUUID()}`;
      const file = await openDraft(draft);
      try {
        const size = await writeAll(file, bytes);
        await file.close();
        await renameDurably(draft, path);
        return size;
      } catch (cause) {
        await file.close().catch(() => {});
        await rm(draft, { force: true });
        throw cause;
      }
    },
    get: key => createReadStream(pathOf(key)),
    has: key => existsSync(pathOf(key)),
    drop: key => rm(pathOf(key), { force: true }),
    async clearDrafts(olderThanMs) {
      const before = Date.now() - olderThanMs;
      for await (const path of glob(join(root, '{raw,parts}', '*', '*.*'))) {
        const draft = await stat(path).catch(() => null);
        if (draft && draft.mtimeMs < before) await rm(path, { force: true });
      }
    },
  };
}

/** Only the first file of a folder finds it missing. */
async function openDraft(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'wx', 0o600);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
    await makeFolder(dirname(path), 0o700);
    return open(path, 'wx', 0o600);
  }
}

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
