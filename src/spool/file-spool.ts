// A spool in a folder, on this machine's disk or on a file system that several machines share.
//
// A mail is written under tmp/ and renamed into new/, and file and folder are synced: a crash leaves all of it or
// none of it. A file is the mail exactly as received, then what the listener knew of it as JSON, then the JSON's
// length in ten digits: one file to sync, and still a mail to every pager.
import { createReadStream } from 'node:fs';
import { type FileHandle, open, readdir, rename, rm, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder, syncFolder } from '../store/durable.ts';
import type { Draft, Spool } from './spool.ts';
import { type SpooledMail, spooledMailFrom } from './spooled-mail.ts';

const lengthDigits = 10;
/** A mail up to this size is read with one open of its file; most are. */
const heldBytes = 64 * 1024;

export async function openFileSpool(root: string): Promise<Spool> {
  const [tmp, fresh, failed] = [join(root, 'tmp'), join(root, 'new'), join(root, 'failed')];
  for (const folder of [tmp, fresh, failed]) await makeFolder(folder, 0o700);
  return {
    clearDrafts: async () => {
      for (const name of await readdir(tmp)) await rm(join(tmp, name), { force: true });
    },
    begin: id => begin(join(tmp, id), join(fresh, id), fresh),
    read: id => read(join(fresh, id)),
    release: async id => void (await unlink(join(fresh, id)).catch(ignoreMissing)),
    leftovers: olderThanMs => leftovers(fresh, olderThanMs),
    setAside: async id => {
      // The file may be missing: mail that was let in again lies in the store only.
      await rename(join(fresh, id), join(failed, id)).catch(ignoreMissing);
    },
  };
}

async function begin(draftPath: string, path: string, folder: string): Promise<Draft> {
  const file = await open(draftPath, 'wx', 0o600);
  let size = 0;
  let open_ = true;
  return {
    async write(chunk) {
      await file.appendFile(chunk);
      size += chunk.length;
    },
    read: () => createReadStream(draftPath, { start: 0, end: Math.max(0, size - 1) }),
    async commit(mail) {
      const described: SpooledMail = { ...mail, size };
      const json = Buffer.from(JSON.stringify(described));
      await file.appendFile(Buffer.concat([json, Buffer.from(String(json.length).padStart(lengthDigits, '0'))]));
      await file.datasync();
      await file.close();
      open_ = false;
      try {
        await rename(draftPath, path);
        await syncFolder(folder);
      } catch (cause) {
        for (const name of [draftPath, path]) await rm(name, { force: true });
        throw cause;
      }
      return size;
    },
    async discard() {
      if (!open_) return;
      open_ = false;
      await file.close();
      await rm(draftPath, { force: true });
    },
  };
}

async function read(path: string): ReturnType<Spool['read']> {
  const file = await openIfThere(path);
  if (!file) return null;
  try {
    const { size: total } = await file.stat();
    const start = Math.max(0, total - heldBytes);
    const tail = await slice(file, start, total - start);
    const length = Number(tail.toString('latin1', tail.length - lengthDigits));
    const description = total - lengthDigits - length;
    const json = start <= description ? tail.subarray(description - start) : await slice(file, description, length);
    const mail = spooledMailFrom(json.toString('utf8', 0, length));
    const bytes = () => (start === 0 ? only(tail.subarray(0, mail.size)) : streamed(path, mail.size));
    return { mail, bytes };
  } finally {
    await file.close();
  }
}

const openIfThere = (path: string): Promise<FileHandle | null> => open(path, 'r').catch(ignoreMissing);

function ignoreMissing(cause: NodeJS.ErrnoException): null {
  if (cause.code === 'ENOENT') return null;
  throw cause;
}

async function slice(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer } = await file.read(Buffer.alloc(length), 0, length, position);
  return buffer;
}

async function* only(bytes: Buffer): AsyncGenerator<Buffer> {
  if (bytes.length > 0) yield bytes;
}

const streamed = (path: string, size: number): AsyncIterable<Buffer> =>
  size === 0 ? only(Buffer.alloc(0)) : createReadStream(path, { start: 0, end: size - 1 });

async function leftovers(folder: string, olderThanMs: number): Promise<string[]> {
  const names = (await readdir(folder)).sort();
  const now = Date.now();
  const old: string[] = [];
  for (const name of names) {
    const written = await stat(join(folder, name)).catch(() => null);
    if (written && now - written.mtimeMs >= olderThanMs) old.push(name);
  }
  return old;
}
