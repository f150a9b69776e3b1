// A backup is a tar file, compressed with gzip: everyone can look into it.
import { createReadStream } from 'node:fs';
import { type FileHandle, open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { extract, pack } from 'tar-stream';
import { syncFolder } from '../../store/durable.ts';

export type Archive = Readonly<{
  text(name: string, text: string): Promise<void>;
  /** All files below a folder, under `name/`. What is gone in the meantime, and drafts, are left out. */
  folder(name: string, path: string): Promise<number>;
}>;

/** Writes under another name, and renames what is complete and synced. */
export async function writeArchive(path: string, fill: (archive: Archive) => Promise<void>): Promise<void> {
  const draft = `${path}.${process.pid}.partial`;
  const file = await open(draft, 'w', 0o600);
  try {
    const tar = pack();
    const written = pipeline(tar, createGzip({ level: 3 }), file.createWriteStream({ flush: true }));
    written.catch(() => {});
    const archive: Archive = {
      text: (name, text) => addText(tar, name, text),
      folder: (name, folder) => addFolder(tar, name, folder),
    };
    await Promise.race([fill(archive), written]);
    tar.finalize();
    await written;
    await rename(draft, path);
    await syncFolder(dirname(path));
  } catch (cause) {
    await rm(draft, { force: true });
    throw cause;
  } finally {
    await file.close().catch(() => {});
  }
}

type Pack = ReturnType<typeof pack>;
const mode = 0o600;

const addText = (tar: Pack, name: string, text: string): Promise<void> =>
  new Promise((resolve, reject) => {
    tar.entry({ name, mode, mtime: new Date() }, text, cause => (cause ? reject(cause) : resolve()));
  });

async function addFolder(tar: Pack, name: string, folder: string): Promise<number> {
  let files = 0;
  const found = await readdir(folder, { recursive: true, withFileTypes: true }).catch(ignoreMissing);
  for (const entry of found ?? []) {
    // A name with a dot is a draft that is still written.
    if (!entry.isFile() || entry.name.includes('.')) continue;
    const path = join(entry.parentPath, entry.name);
    const file = await open(path, 'r').catch(ignoreMissing);
    if (!file) continue;
    await addFile(tar, `${name}/${path.slice(folder.length + 1)}`, file);
    files++;
  }
  return files;
}

async function addFile(tar: Pack, name: string, file: FileHandle): Promise<void> {
  try {
    const { size, mtime } = await file.stat();
    const entry = tar.entry({ name, mode, size, mtime });
    if (size === 0) return void entry.end(Buffer.alloc(0));
    await pipeline(file.createReadStream({ start: 0, end: size - 1, autoClose: false }), entry);
  } finally {
    await file.close();
  }
}

function ignoreMissing(cause: NodeJS.ErrnoException): null {
  if (cause.code === 'ENOENT') return null;
  throw cause;
}

/** One file of a backup; it has to be read to its end before the next one comes. */
export type Entry = Readonly<{ name: string; bytes: Readable; text(): Promise<string> }>;

/** Rejects where the file is no backup, or is torn. */
export async function* readArchive(path: string): AsyncGenerator<Entry> {
  const tar = extract();
  const reading = pipeline(createReadStream(path), createGunzip(), tar);
  reading.catch(() => {});
  for await (const entry of tar) {
    const bytes = entry as unknown as Readable;
    yield { name: entry.header.name, bytes, text: () => textOf(bytes) };
    bytes.resume();
    await finished(bytes).catch(() => {});
  }
  await reading;
}

async function textOf(bytes: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of bytes) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
