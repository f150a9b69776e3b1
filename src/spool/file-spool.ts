// A spool in a folder, on this machine's disk or on a file system that several machines share.
//
// A mail is written under tmp/ and renamed into new/, and file and folder are synced: a crash leaves all of it or
// none of it. A file is the mail exactly as received, then what the listener knew of it as JSON, then the JSON's
// length in ten digits: one file to sync, and still a mail to every pager. Once the ticket is committed the same file
// is moved into the store, so the bytes are written once.
import { readdir, rename, rm, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from '../store/durable.ts';
import { beginDraft } from './draft.ts';
import { watchLeftovers } from './leftovers.ts';
import { createMemory } from './memory.ts';
import { bytesOfFile, ignoreMissing, readFile } from './read.ts';
import type { Spool } from './spool.ts';

export async function openFileSpool(root: string): Promise<Spool> {
  const [tmp, fresh, failed] = [join(root, 'tmp'), join(root, 'new'), join(root, 'failed')];
  for (const folder of [tmp, fresh, failed]) await makeFolder(folder, 0o700);
  const leftovers = watchLeftovers(fresh);
  const memory = createMemory();
  const sizes = rememberSizes(fresh);
  return {
    clearDrafts: async () => {
      for (const name of await readdir(tmp)) await rm(join(tmp, name), { force: true });
    },
    begin: async id => beginDraft({ draft: join(tmp, id), path: join(fresh, id), folder: fresh }, memory.keeping(id)),
    read: async id => memory.read(id) ?? readFile(join(fresh, id)),
    waiting: async ids => {
      const here = new Set(await leftovers(0));
      return ids.filter(id => here.has(id));
    },
    release: async id => {
      memory.forget(id);
      await unlink(join(fresh, id)).catch(ignoreMissing);
    },
    moveTo: async (id, path) => {
      memory.forget(id);
      return moved(join(fresh, id), path);
    },
    leftovers,
    bytes: async () => sizes(await leftovers(0)),
    setAside: async id => {
      memory.forget(id);
      // The file may be missing: mail that was let in again lies in the store only.
      await rename(join(fresh, id), join(failed, id)).catch(ignoreMissing);
    },
    bytesOf: async id => (await bytesOfFile(join(fresh, id))) ?? bytesOfFile(join(failed, id)),
  };
}

/** The bytes of all these mails; only those that are new are looked at. */
function rememberSizes(folder: string): (ids: readonly string[]) => Promise<number> {
  let known = new Map<string, number>();
  return async ids => {
    const before = known;
    known = new Map();
    for (const id of ids) {
      const size = before.get(id) ?? (await stat(join(folder, id)).catch(() => null))?.size;
      // It was filed meanwhile.
      if (size !== undefined) known.set(id, size);
    }
    return [...known.values()].reduce((sum, size) => sum + size, 0);
  };
}

/** A file that is gone was moved before. */
async function moved(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'EXDEV') return false;
    if (code === 'ENOENT') return true;
    throw cause;
  }
}
