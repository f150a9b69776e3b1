// A mail of at most 64 KB is held until its commit and written in one go; a larger one goes to its file as it comes.
//
// What is synchronous here stays in the page cache: a thread of the pool costs more than the copy. Only syncs wait,
// and mails that wait for the folder share its sync.
import { closeSync, createReadStream, openSync, renameSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { dataSynced, syncFolder, writeChunk } from '../store/durable.ts';
import { only } from './memory.ts';
import type { Draft } from './spool.ts';
import type { SpooledMail } from './spooled-mail.ts';

type Paths = Readonly<{ draft: string; path: string; folder: string }>;

export const lengthDigits = 10;
const heldBytes = 64 * 1024;

/** `keep` gets the bytes of a small mail once it is safe. */
export function beginDraft({ draft, path, folder }: Paths, keep: (mail: SpooledMail, bytes: Buffer) => void): Draft {
  const held: Buffer[] = [];
  let size = 0;
  let file: number | null = null;
  const append = (bytes: Buffer) => {
    file ??= openSync(draft, 'wx', 0o600);
    writeChunk(file, bytes);
  };
  const close = () => {
    const open = file;
    file = null;
    if (open !== null) closeSync(open);
  };
  return {
    async write(chunk) {
      held.push(chunk);
      size += chunk.length;
      if (size <= heldBytes) return;
      // Not joined: a buffer above 128 KB gets fresh pages from the system each time.
      for (const part of held.splice(0)) append(part);
    },
    read: () => (size <= heldBytes ? only(Buffer.concat(held)) : createReadStream(draft, { start: 0, end: size - 1 })),
    async commit(mail) {
      const described: SpooledMail = { ...mail, size };
      const json = Buffer.from(JSON.stringify(described));
      const bytes = Buffer.concat(held);
      append(Buffer.concat([bytes, json, Buffer.from(String(json.length).padStart(lengthDigits, '0'))]));
      await dataSynced(file!);
      close();
      try {
        renameSync(draft, path);
        await syncFolder(folder);
      } catch (cause) {
        for (const name of [draft, path]) await rm(name, { force: true });
        throw cause;
      }
      if (size <= heldBytes) keep(described, bytes);
      return size;
    },
    async discard() {
      if (file === null) return;
      close();
      await rm(draft, { force: true });
    },
  };
}
