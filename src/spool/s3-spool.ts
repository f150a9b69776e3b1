// A spool in a bucket, for listeners and workers that share no disk.
//
// A mail is one object: the bytes as received, then its description and the description's length, as in a folder. An
// object is there whole or not at all, so 250 follows one PUT. Before it, the mail is held in memory, or in a file of
// the listener's own where it is large. What the queue forgot is found by listing, oldest first, since ids begin
// with the time.
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Bucket, pieceBytes } from '../store/bucket.ts';
import { lengthDigits } from './draft.ts';
import { openDraftBytes } from './draft-bytes.ts';
import { isAged } from './leftovers.ts';
import { createMemory, only } from './memory.ts';
import { mailFrom } from './read.ts';
import { type Draft, type Spool, Unreadable } from './spool.ts';
import type { SpooledMail } from './spooled-mail.ts';

/** A mail up to this size is read with one request; most are. */
const heldBytes = 256 * 1024;
/** A mail up to this size is kept for a worker in this process. */
const keptBytes = 64 * 1024;

const fresh = (id: string): string => `spool/new/${id}`;
const failed = (id: string): string => `spool/failed/${id}`;

/** `scratch` is a folder of this process for drafts. */
export async function openS3Spool(bucket: Bucket, scratch: string): Promise<Spool> {
  const memory = createMemory();
  const listed = lately(() => list(bucket));
  return {
    async clearDrafts() {
      for (const name of await readdir(scratch).catch(() => [])) await rm(join(scratch, name), { force: true });
    },
    begin: id => begin({ id, bucket, scratch, keep: memory.keeping(id) }),
    read: async id => memory.read(id) ?? read(id, bucket),
    async release(id) {
      memory.forget(id);
      await bucket.drop(fresh(id));
    },
    bytesOf: async id => {
      for (const key of [fresh(id), failed(id)]) if (await bucket.has(key)) return bucket.get(key);
      return null;
    },
    leftovers: async olderThanMs => {
      const now = Date.now();
      return (await listed()).filter(id => isAged(id, olderThanMs, now));
    },
    async setAside(id) {
      memory.forget(id);
      // The object may be missing: mail that was let in again lies in the store only.
      const moved = await bucket.copy(fresh(id), failed(id)).then(
        () => true,
        cause => {
          if (cause.code !== 'ENOENT') throw cause;
          return false;
        },
      );
      if (moved) await bucket.drop(fresh(id));
    },
  };
}

type Place = Readonly<{ id: string; bucket: Bucket; scratch: string; keep(mail: SpooledMail, bytes: Buffer): void }>;

async function begin({ id, bucket, scratch, keep }: Place): Promise<Draft> {
  await mkdir(scratch, { recursive: true, mode: 0o700 });
  const draft = openDraftBytes(join(scratch, id));
  return {
    write: draft.write,
    read: draft.read,
    async commit(mail) {
      const size = draft.size();
      const described: SpooledMail = { ...mail, size };
      const json = Buffer.from(JSON.stringify(described));
      const trailer = Buffer.concat([json, Buffer.from(String(json.length).padStart(lengthDigits, '0'))]);
      const whole = size + trailer.length <= pieceBytes ? await collected(draft.read(), trailer) : null;
      try {
        if (whole) await bucket.put(fresh(id), whole);
        else await bucket.putLarge(fresh(id), followedBy(draft.read(), trailer));
      } catch (cause) {
        // It may have arrived though the answer has not; the client is told 451 and sends it again.
        bucket.drop(fresh(id)).catch(() => {});
        throw cause;
      }
      if (whole && size <= keptBytes) keep(described, whole.subarray(0, size));
      await draft.discard();
      return size;
    },
    discard: draft.discard,
  };
}

async function* followedBy(bytes: AsyncIterable<Buffer>, trailer: Buffer): AsyncGenerator<Buffer> {
  yield* bytes;
  yield trailer;
}

async function collected(bytes: AsyncIterable<Buffer>, trailer: Buffer): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of followedBy(bytes, trailer)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function read(id: string, bucket: Bucket): ReturnType<Spool['read']> {
  const tail = await bucket.tail(fresh(id), heldBytes);
  if (!tail) return null;
  const start = tail.size - tail.bytes.length;
  const length = Number(tail.bytes.toString('latin1', tail.bytes.length - lengthDigits));
  const description = tail.size - lengthDigits - length;
  if (!(length > 0 && description >= start)) throw new Unreadable('its description is missing');
  const mail = mailFrom(tail.bytes.toString('utf8', description - start, description - start + length));
  const isWhole = start === 0;
  return {
    mail,
    bytes: () =>
      isWhole ? only(tail.bytes.subarray(0, mail.size)) : bucket.get(fresh(id), { start: 0, end: mail.size - 1 }),
  };
}

async function list(bucket: Bucket): Promise<string[]> {
  const ids: string[] = [];
  for await (const key of bucket.list(fresh(''))) ids.push(key.slice(fresh('').length));
  return ids;
}

/** Sweeper, gauge and readiness each ask every two seconds: one listing serves them all. */
const listedMs = 1_500;

function lately<T>(look: () => Promise<T>): () => Promise<T> {
  let last: { found: Promise<T>; until: number } | null = null;
  return () => {
    if (last && performance.now() < last.until) return last.found;
    const asked = { found: look(), until: Number.POSITIVE_INFINITY };
    last = asked;
    asked.found.then(
      () => {
        asked.until = performance.now() + listedMs;
      },
      () => {
        asked.until = 0;
      },
    );
    return asked.found;
  };
}
