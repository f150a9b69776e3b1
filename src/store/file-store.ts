import { randomUUID } from 'node:crypto';
import { closeSync, existsSync, openSync, truncateSync } from 'node:fs';
import { glob, open, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { dataSynced, makeFolder, renameDurably, writeChunk } from './durable.ts';
import { type ByteRange, isKey, type Store } from './store.ts';

/** Bytes as files below `root`, spread over folders by the last two letters of their key. */
export function fileStore(root: string): Store {
  const pathOf = (key: string): string => {
    if (!isKey(key)) throw new Error(`not a key of the store: ${JSON.stringify(key)}`);
    const [kind = '', id = ''] = key.split('/');
    return join(root, kind, id.slice(-2), id);
  };
  const made = new Set<string>();
  return {
    async put(key, bytes) {
      const path = pathOf(key);
      // By chance: in a container we have the same process id every time, and a killed one left its draft.
      const draft = `${path}.${randomUUID()}`;
      const file = await openDraft(draft);
      try {
        const size = await writeAll(file, bytes).finally(() => closeSync(file));
        await renameDurably(draft, path);
        return size;
      } catch (cause) {
        await rm(draft, { force: true });
        throw cause;
      }
    },
    async adopt(key, size, move) {
      const path = pathOf(key);
      const folder = dirname(path);
      if (!made.has(folder)) await makeFolder(folder, 0o700);
      made.add(folder);
      if (!(await move(path))) return false;
      if (existsSync(path)) truncateSync(path, size);
      return true;
    },
    get: (key, part) => readFrom(pathOf(key), part),
    has: key =>
      stat(pathOf(key)).then(
        () => true,
        () => false,
      ),
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
async function openDraft(path: string): Promise<number> {
  try {
    return openSync(path, 'wx', 0o600);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
    await makeFolder(dirname(path), 0o700);
    return openSync(path, 'wx', 0o600);
  }
}

/** Writes all chunks and syncs; answers the number of bytes. */
async function writeAll(file: number, bytes: AsyncIterable<Buffer>): Promise<number> {
  let size = 0;
  for await (const chunk of bytes) {
    writeChunk(file, chunk);
    size += chunk.length;
  }
  await dataSynced(file);
  return size;
}

/** Opens first, so that a missing file rejects the iteration and is no stray event of a stream. */
async function* readFrom(path: string, part?: number | ByteRange): AsyncGenerator<Buffer> {
  const file = await open(path, 'r');
  if (part === 0) return file.close();
  yield* file.createReadStream(typeof part === 'number' ? { start: 0, end: part - 1 } : part);
}
