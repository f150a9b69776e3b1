import { type FileHandle, open } from 'node:fs/promises';
import { lengthDigits } from './draft.ts';
import { only } from './memory.ts';
import { type Spooled, Unreadable } from './spool.ts';
import { spooledMailFrom } from './spooled-mail.ts';

/** A mail up to this size is read with one open of its file; most are. */
const heldBytes = 64 * 1024;
/**
 * Of a larger one so many pieces of this size at once: each read costs a turn of a thread of the pool, and a larger
 * buffer costs more than the read, since the system gives it fresh pages each time.
 */
const chunkBytes = 64 * 1024;
const chunksAtOnce = 4;

export async function readFile(path: string): Promise<Spooled | null> {
  const file = await openIfThere(path);
  if (!file) return null;
  try {
    const { size: total } = await file.stat();
    const start = Math.max(0, total - heldBytes);
    const tail = await slice(file, start, total - start);
    const length = Number(tail.toString('latin1', tail.length - lengthDigits));
    const description = total - lengthDigits - length;
    if (!Number.isInteger(length) || length <= 0 || description < 0) throw new Unreadable('its description is missing');
    const json = start <= description ? tail.subarray(description - start) : await slice(file, description, length);
    const mail = mailFrom(json.toString('utf8', 0, length));
    const bytes = () => (start === 0 ? only(tail.subarray(0, mail.size)) : streamed(path, mail.size));
    return { mail, bytes };
  } finally {
    await file.close();
  }
}

export function mailFrom(json: string): Spooled['mail'] {
  try {
    return spooledMailFrom(json);
  } catch (cause) {
    throw new Unreadable('its description is torn', { cause });
  }
}

/** All that the file holds, whatever it is; null where there is none. */
export async function bytesOfFile(path: string): Promise<AsyncIterable<Buffer> | null> {
  const file = await openIfThere(path);
  return file === null ? null : file.createReadStream();
}

const openIfThere = (path: string): Promise<FileHandle | null> => open(path, 'r').catch(ignoreMissing);

export function ignoreMissing(cause: NodeJS.ErrnoException): null {
  if (cause.code === 'ENOENT') return null;
  throw cause;
}

async function slice(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.allocUnsafeSlow(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}

/** Opened first: a file that is missing fails the reader and not the process. */
async function* streamed(path: string, size: number): AsyncGenerator<Buffer> {
  if (size === 0) return;
  const file = await open(path, 'r');
  try {
    for (let at = 0; at < size; ) {
      const buffers = buffersFor(size - at);
      let { bytesRead } = await file.readv(buffers, at);
      if (bytesRead === 0) return;
      at += bytesRead;
      for (const buffer of buffers) {
        if (bytesRead > 0) yield buffer.subarray(0, bytesRead);
        bytesRead -= buffer.length;
      }
    }
  } finally {
    await file.close();
  }
}

function buffersFor(bytes: number): Buffer[] {
  const buffers: Buffer[] = [];
  for (let left = bytes; left > 0 && buffers.length < chunksAtOnce; left -= chunkBytes)
    buffers.push(Buffer.allocUnsafeSlow(Math.min(chunkBytes, left)));
  return buffers;
}
