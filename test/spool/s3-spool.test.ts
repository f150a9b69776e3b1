// The spool in a bucket, of which nothing is real but its rules: what it asks of the bucket, and how often.
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ulid } from 'ulid';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openS3Spool } from '../../src/spool/s3-spool.ts';
import { type Spool, Unreadable } from '../../src/spool/spool.ts';
import { type Bucket, pieceBytes } from '../../src/store/bucket.ts';
import { missing } from '../../src/store/store.ts';
import { bytesOf, spooled } from './mails.ts';

const newId = (ms = 0) => ulid(Date.now() + ms).toLowerCase();
let objects: Map<string, Buffer>;
let asked: string[];
let failing: Error | null;

const bucket: Bucket = {
  async put(key, body) {
    asked.push(`put ${key}`);
    objects.set(key, Buffer.from(body));
    if (failing) throw failing;
  },
  async putLarge(key, bytes) {
    asked.push(`putLarge ${key}`);
    objects.set(key, await bytesOf(bytes));
  },
  async *get(key, range) {
    asked.push(`get ${key}`);
    const found = objects.get(key);
    if (!found) throw missing(key);
    yield found.subarray(range?.start, range && range.end + 1);
  },
  async tail(key, length) {
    asked.push(`tail ${key} ${length}`);
    const found = objects.get(key);
    return found ? { bytes: found.subarray(Math.max(0, found.length - length)), size: found.length } : null;
  },
  has: async key => objects.has(key),
  async copy(from, to) {
    if (failing) throw failing;
    const found = objects.get(from);
    if (!found) throw missing(from);
    objects.set(to, found);
  },
  drop: async key => void objects.delete(key),
  async *list(start) {
    asked.push(`list ${start}`);
    if (failing) throw failing;
    yield* [...objects.keys()].filter(key => key.startsWith(start)).sort();
  },
  abandonUploads: async () => {},
};

let root = '';
let scratch = '';
let spool: Spool;
/** Of another process, with nothing in memory. */
let other: Spool;
beforeEach(async () => {
  [objects, asked, failing] = [new Map(), [], null];
  root = await mkdtemp(join(tmpdir(), 'postern-s3-spool-'));
  scratch = join(root, 'drafts', 'deep');
  spool = await openS3Spool(bucket, scratch);
  other = await openS3Spool(bucket, scratch);
  // As in a process that files mail, too: one that has read none keeps none in memory.
  await spool.read(newId());
  asked = [];
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(root, { recursive: true, force: true });
});

async function keep(id: string, ...chunks: Buffer[]): Promise<number> {
  const draft = await spool.begin(id);
  for (const chunk of chunks) await draft.write(chunk);
  return draft.commit(spooled(id));
}

test.each([0, 1, 64 * 1024, 64 * 1024 + 1, 255_000, 256 * 1024, 300_000, 1024 * 1024 + 1])(
  'a mail of %i bytes is one object and comes back, here and elsewhere',
  async size => {
    const id = newId();
    const bytes = Buffer.alloc(size, 'posternmail');
    expect(await keep(id, bytes.subarray(0, size / 3), bytes.subarray(size / 3))).toBe(size);
    expect(asked).toEqual([`put spool/new/${id}`]);
    for (const each of [spool, other]) {
      const found = (await each.read(id))!;
      expect(found.mail).toEqual({ ...spooled(id), size });
      for (const time of ['once', 'and again']) expect((await bytesOf(found.bytes())).equals(bytes), time).toBe(true);
    }
    expect(await readdir(scratch)).toEqual([]);
  },
);

test('a small mail is read from memory here, a large one from the bucket, each elsewhere with one request', async () => {
  const [small, large] = [newId(), newId()];
  await keep(small, Buffer.alloc(64 * 1024));
  await keep(large, Buffer.alloc(64 * 1024 + 1));
  asked = [];
  for (const each of [spool, other]) for (const id of [small, large]) await bytesOf((await each.read(id))!.bytes());
  const tail = (id: string) => `tail spool/new/${id} ${256 * 1024}`;
  expect(asked).toEqual([tail(large), tail(small), tail(large)]);
});

test('an object is the mail, what is known of it as JSON, and the length of that in ten digits', async () => {
  const id = newId();
  await keep(id, Buffer.from('text'));
  const json = JSON.stringify({ ...spooled(id), size: 4 });
  expect(objects.get(`spool/new/${id}`)!.toString()).toBe(
    `text${json}${String(Buffer.byteLength(json)).padStart(10, '0')}`,
  );
});

test('what is larger than a piece with its description goes in pieces, and is not held', async () => {
  const id = newId();
  const described = Buffer.byteLength(JSON.stringify({ ...spooled(id), size: pieceBytes })) + 10;
  const fits = newId();
  await keep(fits, Buffer.alloc(pieceBytes - described));
  await keep(id, Buffer.alloc(pieceBytes - described + 1, 'x'));
  expect(asked).toEqual([`put spool/new/${fits}`, `putLarge spool/new/${id}`]);
  expect((await bytesOf((await other.read(id))!.bytes())).length).toBe(pieceBytes - described + 1);
});

test('a draft is in memory up to a megabyte and then in a file for its owner, and discarding leaves none', async () => {
  const id = newId();
  const draft = await spool.begin(id);
  const path = join(scratch, id);
  expect((await stat(scratch)).mode & 0o777).toBe(0o700);
  await draft.write(Buffer.alloc(1024 * 1024, 'a'));
  expect(existsSync(path)).toBe(false);
  expect((await bytesOf(draft.read())).length).toBe(1024 * 1024);
  await draft.write(Buffer.from('b'));
  await draft.write(Buffer.from('c'));
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  for (const _ of [1, 2]) expect((await bytesOf(draft.read())).subarray(-3).toString()).toBe('abc');
  await draft.discard();
  await draft.discard();
  expect(existsSync(path)).toBe(false);
  expect(objects.size).toBe(0);
});

test('a draft keeps bytes of its own, whatever becomes of the chunk', async () => {
  const draft = await spool.begin(newId());
  const chunk = Buffer.from('text');
  await draft.write(chunk);
  chunk.fill('x');
  expect((await bytesOf(draft.read())).toString()).toBe('text');
  await draft.discard();
  expect(await bytesOf(draft.read())).toEqual(Buffer.alloc(0));
});

test('drafts of a process that died are cleared, also where there was none', async () => {
  await spool.clearDrafts();
  await spool.begin(newId());
  await writeFile(join(scratch, 'old'), 'half');
  await spool.clearDrafts();
  expect(await readdir(scratch)).toEqual([]);
});

test('a commit that fails drops what may have arrived, and keeps nothing in memory', async () => {
  const id = newId();
  failing = new Error('the bucket is away');
  await expect(keep(id, Buffer.from('text'))).rejects.toThrow('away');
  expect([...objects.keys()]).toEqual([]);
  expect(await spool.read(id)).toBeNull();
});

test('released is gone, also from memory', async () => {
  const id = newId();
  await keep(id, Buffer.from('text'));
  await spool.release(id);
  expect([...objects.keys()]).toEqual([]);
  expect(await spool.read(id)).toBeNull();
});

test('what is set aside is gone from the spool and kept beside it, and what is gone is no matter', async () => {
  const id = newId();
  await keep(id, Buffer.from('text'));
  await spool.setAside(id);
  expect([...objects.keys()]).toEqual([`spool/failed/${id}`]);
  expect(await spool.read(id)).toBeNull();
  expect((await bytesOf((await spool.bytesOf!(id))!)).toString()).toMatch(/^text\{/);
  await spool.setAside(newId());
  expect(await spool.bytesOf!(newId())).toBeNull();
});

test('a copy that fails sets nothing aside', async () => {
  const id = newId();
  await keep(id, Buffer.from('text'));
  failing = new Error('the bucket is away');
  await expect(spool.setAside(id)).rejects.toThrow('away');
  expect([...objects.keys()]).toEqual([`spool/new/${id}`]);
});

test.each([
  '',
  'half a mail',
  'text{"size":4}00000',
  'text{"size":4}0000000000',
  '{"size":4}0000000011',
  `text{"size":4${'0000000010'}`,
])('a torn object %j is told apart, and its bytes can be read', async torn => {
  const id = newId();
  objects.set(`spool/new/${id}`, Buffer.from(torn));
  await expect(spool.read(id)).rejects.toThrow(Unreadable);
  expect((await bytesOf((await spool.bytesOf!(id))!)).toString()).toBe(torn);
});

test('leftovers are told by age, oldest first, and one listing serves who asks within a second', async () => {
  const clock = vi.spyOn(performance, 'now').mockReturnValue(1_000_000);
  const [old, young] = [newId(-60_000), newId()];
  for (const id of [young, old]) await keep(id, Buffer.from('text'));
  await spool.setAside(newId());
  asked = [];
  expect(await Promise.all([spool.leftovers(0), spool.leftovers(30_000)])).toEqual([[old, young], [old]]);
  const late = newId();
  await keep(late, Buffer.from('text'));
  clock.mockReturnValue(1_001_499);
  expect(await spool.leftovers(0)).toEqual([old, young]);
  clock.mockReturnValue(1_001_500);
  expect(await spool.leftovers(0)).toEqual([old, young, late]);
  expect(asked.filter(each => each.startsWith('list'))).toEqual(['list spool/new/', 'list spool/new/']);
});

test('a listing that failed is asked for again at once', async () => {
  const id = newId();
  await keep(id, Buffer.from('text'));
  failing = new Error('the bucket is away');
  await expect(spool.leftovers(0)).rejects.toThrow('away');
  failing = null;
  expect(await spool.leftovers(0)).toEqual([id]);
});
