import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, readlink, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { ulid } from 'ulid';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openFileSpool } from '../../src/spool/file-spool.ts';
import { openSpool } from '../../src/spool/open-spool.ts';
import { type Spool, Unreadable } from '../../src/spool/spool.ts';
import { bytesOf, spooled } from './mails.ts';

let root = '';
let spool: Spool;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'postern-spool-'));
  spool = await openFileSpool(root);
});
afterEach(() => rm(root, { recursive: true, force: true }));

const newId = () => ulid().toLowerCase();
const files = async () => (await Promise.all(['tmp', 'new', 'failed'].map(name => readdir(join(root, name))))).flat();

async function keep(id: string, ...chunks: Buffer[]): Promise<number> {
  const draft = await spool.begin(id);
  for (const chunk of chunks) await draft.write(chunk);
  return draft.commit(spooled(id));
}

test('what is committed is read as it was written, in whatever pieces', async () => {
  const anyChunks = fc.array(fc.uint8Array({ maxLength: 3_000 }), { maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(anyChunks, async chunks => {
      const id = newId();
      const whole = Buffer.concat(chunks);
      expect(await keep(id, ...chunks.map(chunk => Buffer.from(chunk)))).toBe(whole.length);
      const found = await spool.read(id);
      expect(found?.mail).toEqual({ ...spooled(id), size: whole.length });
      expect((await bytesOf(found!.bytes())).equals(whole)).toBe(true);
      expect((await bytesOf(found!.bytes())).equals(whole), 'and again').toBe(true);
    }),
    { numRuns: 100 },
  );
});

test('a mail comes back whole on either side of what is read in one go', async () => {
  for (const size of [65_000, 65_300, 65_535, 65_536, 65_537, 200_000]) {
    const id = newId();
    const bytes = Buffer.alloc(size, 'posternmail');
    await keep(id, bytes);
    const found = await spool.read(id);
    expect(found?.mail).toEqual({ ...spooled(id), size });
    expect((await bytesOf(found!.bytes())).equals(bytes)).toBe(true);
  }
});

test('how many bytes wait is told, of what is there now', async () => {
  expect(await spool.bytes!()).toBe(0);
  const [first, second] = [newId(), newId()];
  for (const id of [first, second]) await keep(id, Buffer.alloc(5_000));
  const both = await spool.bytes!();
  expect(both).toBeGreaterThan(10_000);
  await spool.release(first);
  expect(await spool.bytes!()).toBe(both / 2);
});

test('an empty mail, and one that looks like our own description, come back', async () => {
  for (const text of ['', '{"size":3}0000000010', '0'.repeat(40)]) {
    const id = newId();
    await keep(id, Buffer.from(text));
    expect((await bytesOf((await spool.read(id))!.bytes())).toString()).toBe(text);
  }
});

test('a draft reads what it has so far, and nothing of its description', async () => {
  const draft = await spool.begin(newId());
  expect(await bytesOf(draft.read())).toEqual(Buffer.alloc(0));
  await draft.write(Buffer.from('one'));
  await draft.write(Buffer.from('two'));
  expect((await bytesOf(draft.read())).toString()).toBe('onetwo');
  await draft.discard();
});

test('discarding keeps nothing, and does nothing to what is committed', async () => {
  const draft = await spool.begin(newId());
  await draft.write(Buffer.from('half'));
  await draft.discard();
  await draft.discard();
  expect(await files()).toEqual([]);
  const kept = await spool.begin(newId());
  await kept.commit(spooled(newId()));
  await kept.discard();
  expect(await files()).toHaveLength(1);
});

test('a commit that fails keeps nothing', async () => {
  const id = newId();
  const draft = await spool.begin(id);
  await draft.write(Buffer.from('whole'));
  await rm(join(root, 'new'), { recursive: true });
  await expect(draft.commit(spooled(id))).rejects.toThrow();
  await draft.discard();
  expect(await readdir(join(root, 'tmp'))).toEqual([]);
});

test('released is gone, releasing twice is harmless, and so is setting aside what is gone', async () => {
  const id = newId();
  await keep(id, Buffer.from('text'));
  await spool.release(id);
  await spool.release(id);
  await spool.setAside(id);
  expect(await spool.read(id)).toBeNull();
});

test.each<[string, (id: string) => Promise<unknown>]>([
  ['released', id => spool.release(id)],
  ['set aside', id => spool.setAside(id)],
  ['moved', id => spool.moveTo!(id, join(root, 'moved'))],
])('what is %s is gone, also from the memory of a process that files mail, too', async (_, take) => {
  const id = newId();
  await spool.read(id);
  await keep(id, Buffer.from('text'));
  await rm(join(root, 'new', id));
  expect(await spool.read(id), 'from memory').not.toBeNull();
  await writeFile(join(root, 'new', id), '');
  await take(id);
  expect(await spool.read(id)).toBeNull();
});

test('leftovers are what lies here for so long, oldest first, without what was set aside', async () => {
  const ids = [newId(), newId(), newId()].sort();
  for (const id of ids.toReversed()) await keep(id, Buffer.from('text'));
  expect(await spool.leftovers(0)).toEqual(ids);
  expect(await spool.leftovers(60_000)).toEqual([]);
  await spool.setAside(ids[1]!);
  expect(await spool.leftovers(0)).toEqual([ids[0], ids[2]]);
  expect(await readdir(join(root, 'failed'))).toEqual([ids[1]]);
});

test('drafts of a killed listener are cleared, mail is not', async () => {
  const draft = await spool.begin(newId());
  // A small one would be in no file.
  await draft.write(Buffer.alloc(70_000, 'never answered'));
  expect(await files()).toHaveLength(1);
  const id = newId();
  await keep(id, Buffer.from('answered'));
  await (await openFileSpool(root)).clearDrafts();
  expect(await files()).toEqual([id]);
  await draft.discard();
});

test('all of it is for its owner only', async () => {
  const id = newId();
  await keep(id, Buffer.from('text'));
  expect((await stat(join(root, 'new'))).mode & 0o777).toBe(0o700);
  expect((await stat(join(root, 'new', id))).mode & 0o777).toBe(0o600);
});

test('a file is the mail, what is known of it as JSON, and the length of that in ten digits', async () => {
  const id = newId();
  await keep(id, Buffer.from('text'));
  const file = await readFile(join(root, 'new', id), 'utf8');
  const json = JSON.stringify({ ...spooled(id), size: 4 });
  expect(file).toBe(`text${json}${String(Buffer.byteLength(json)).padStart(10, '0')}`);
});

test('what release 0.1 left in the spool is read in the words of today', async () => {
  const { via, ...mail } = spooled(newId());
  const described = async (admitted: object) => {
    const json = JSON.stringify({ ...mail, admitted, size: 4 });
    await writeFile(join(root, 'new', mail.id), `text${json}${String(Buffer.byteLength(json)).padStart(10, '0')}`);
    return (await spool.read(mail.id))!.mail;
  };
  const admitted = { hold: true, reasons: ['why'] };
  expect(await described({ ...admitted, forThread: true, vouched: ['from'] })).toEqual({
    ...mail,
    via,
    size: 4,
    admitted: { ...admitted, awaitsThread: true, coveredFields: ['from'] },
  });
  expect(await described(admitted)).toEqual({ ...mail, via, size: 4, admitted });
});

test('what cannot be read or removed for another reason than that it is gone is an error', async () => {
  const id = newId();
  await mkdir(join(root, 'new', id));
  await expect(spool.read(id)).rejects.toThrow(/EISDIR/);
  await expect(spool.release(id)).rejects.toThrow(/EISDIR|EPERM/);
  await writeFile(join(root, 'failed', id), '');
  await expect(spool.setAside(id)).rejects.toThrow(/ENOTDIR/);
});

test('a description longer than what is read in one go comes back, with the mail before it', async () => {
  const id = newId();
  const draft = await spool.begin(id);
  await draft.write(Buffer.from('text'));
  const reasons = ['x'.repeat(70_000)];
  await draft.commit({ ...spooled(id), admitted: { hold: false, reasons } });
  const found = await spool.read(id);
  expect(found?.mail.admitted.reasons).toEqual(reasons);
  expect((await bytesOf(found!.bytes())).toString()).toBe('text');
});

test('an empty mail has no chunks, also where its description is long', async () => {
  for (const reasons of [[], ['x'.repeat(70_000)]]) {
    const id = newId();
    await (await spool.begin(id)).commit({ ...spooled(id), admitted: { hold: false, reasons } });
    const chunks = [];
    for await (const chunk of (await spool.read(id))!.bytes()) chunks.push(chunk);
    expect(chunks).toEqual([]);
  }
});

test('a mail whose id is from the future, since a clock was wrong, does not wait until then', async () => {
  const [now, ahead, far] = [0, 2_000, 3_600_000].map(ms => ulid(Date.now() + ms).toLowerCase());
  for (const id of [now!, ahead!, far!]) await keep(id, Buffer.from('text'));
  expect(await spool.leftovers(0)).toEqual([now, ahead, far]);
  expect(await spool.leftovers(4_000)).toEqual([far]);
});

test('a draft is for one writer', async () => {
  const id = newId();
  const large = Buffer.alloc(70_000, 'large');
  const [draft, other] = [await spool.begin(id), await spool.begin(id)];
  await draft.write(large);
  await expect(other.write(large)).rejects.toThrow(/EEXIST/);
  await draft.discard();
});

test('the id of a mail tells its age, whatever its file says', async () => {
  const [old, young] = [ulid(Date.now() - 5_000).toLowerCase(), newId()];
  for (const id of [old, young]) {
    await keep(id, Buffer.from('text'));
    await utimes(join(root, 'new', id), new Date(0), new Date(0));
  }
  expect(await spool.leftovers(4_000)).toEqual([old]);
  expect(await spool.leftovers(60_000)).toEqual([]);
});

test('a mail that comes right after a look into the folder is seen by the next look', async () => {
  const ids: string[] = [];
  for (let round = 0; round < 50; round++) {
    const id = newId();
    await keep(id, Buffer.from('text'));
    ids.push(id);
    expect(await spool.leftovers(0)).toEqual(expect.arrayContaining(ids));
  }
  expect(await spool.waiting!([ids[3]!, newId()])).toEqual([ids[3]]);
});

test('a torn file is told apart, and its bytes can be read, also once it is set aside', async () => {
  const id = newId();
  const other = await openFileSpool(root);
  for (const torn of ['', 'half a mail', 'text{"size":4}00000', `text{"size":4${'0000000010'}`]) {
    await writeFile(join(root, 'new', id), torn);
    await expect(other.read(id)).rejects.toThrow(Unreadable);
    expect((await bytesOf((await other.bytesOf!(id))!)).toString()).toBe(torn);
  }
  await other.setAside(id);
  expect((await bytesOf((await other.bytesOf!(id))!)).length).toBeGreaterThan(0);
  expect(await other.bytesOf!(newId())).toBeNull();
});

test.each([100, 200_000])('a mail of %i bytes moves to another place as one file', async size => {
  const id = newId();
  await keep(id, Buffer.alloc(size, 'x'));
  expect(await spool.moveTo!(id, join(root, 'moved'))).toBe(true);
  expect((await readFile(join(root, 'moved'))).subarray(0, size).equals(Buffer.alloc(size, 'x'))).toBe(true);
  expect(await spool.read(id)).toBeNull();
  expect(await spool.moveTo!(id, join(root, 'moved')), 'again').toBe(true);
});

// What is read right after its commit comes from memory: another process reads the file.
test.each([
  [0, 0],
  [4, 0],
  [65_000, 0],
  [65_536, 0],
  [200_000, 0],
  [600_000, 0],
  [0, 70_000],
  [4, 70_000],
  [200_000, 70_000],
])('another process reads a mail of %i bytes, with %i letters of reasons, as it was written', async (size, letters) => {
  const id = newId();
  const bytes = Buffer.alloc(size, 'posternmail');
  const admitted = { hold: false, reasons: ['x'.repeat(letters)] };
  const draft = await spool.begin(id);
  await draft.write(bytes);
  await draft.commit({ ...spooled(id), admitted });
  const found = (await (await openFileSpool(root)).read(id))!;
  expect(found.mail).toEqual({ ...spooled(id), admitted, size });
  for (const time of ['once', 'and again']) {
    const chunks: Buffer[] = [];
    for await (const chunk of found.bytes()) chunks.push(chunk);
    expect(Buffer.concat(chunks).equals(bytes), time).toBe(true);
    expect(chunks.every(({ length }) => length > 0 && length <= 256 * 1024)).toBe(true);
  }
  expect(await openFiles()).toEqual([]);
});

/** The files of the spool that this process holds open. */
async function openFiles(): Promise<string[]> {
  if (process.platform !== 'linux') return [];
  const handles = await readdir('/proc/self/fd');
  const paths = await Promise.all(handles.map(name => readlink(`/proc/self/fd/${name}`).catch(() => '')));
  return paths.filter(path => path.startsWith(root));
}

test.each([
  [65_536, []],
  [65_537, ['draft']],
])('a draft of %i bytes has the file %j, is read from its start, and leaves nothing open', async (size, names) => {
  const bytes = Buffer.alloc(size, 'posternmail');
  for (const end of ['commit', 'discard'] as const) {
    const id = newId();
    const draft = await spool.begin(id);
    await draft.write(bytes.subarray(0, 10));
    await draft.write(bytes.subarray(10));
    expect(await readdir(join(root, 'tmp'))).toEqual(names.map(() => id));
    for (const time of ['once', 'and again']) expect((await bytesOf(draft.read())).equals(bytes), time).toBe(true);
    await draft[end](spooled(id));
    expect(await openFiles()).toEqual([]);
    expect(await readdir(join(root, 'tmp'))).toEqual([]);
  }
});

test.each([
  [65_536, true],
  [65_537, false],
])('a mail of %i bytes that was just committed is read without its file: %s', async (size, isHeld) => {
  const id = newId();
  // Nothing is held before this process has read a mail.
  await spool.read(newId());
  await keep(id, Buffer.alloc(size, 'x'));
  await rm(join(root, 'new', id));
  const found = await spool.read(id);
  expect(found !== null).toBe(isHeld);
  if (found) expect((await bytesOf(found.bytes())).equals(Buffer.alloc(size, 'x'))).toBe(true);
});

test('what comes from a clock that is ahead waits, too, and counts', async () => {
  const id = ulid(Date.now() + 5_000).toLowerCase();
  await keep(id, Buffer.from('text'));
  expect(await spool.waiting!([id])).toEqual([id]);
  expect(await spool.bytes!()).toBeGreaterThan(4);
});

test('a mail that is filed while the bytes are counted does not count', async () => {
  const id = newId();
  await keep(id, Buffer.from('text'));
  const whole = await spool.bytes!();
  await symlink('gone', join(root, 'new', newId()));
  expect(await spool.bytes!()).toBe(whole);
});

test('a mail that cannot be moved stays; across file systems it has to be copied', async () => {
  const id = newId();
  await keep(id, Buffer.from('text'));
  await writeFile(join(root, 'file'), '');
  await expect(spool.moveTo!(id, join(root, 'file', 'moved'))).rejects.toThrow(/ENOTDIR/);
  const elsewhere = '/dev/shm';
  const isOther = await stat(elsewhere).then(
    async ({ dev }) => dev !== (await stat(root)).dev,
    () => false,
  );
  if (isOther) expect(await spool.moveTo!(id, join(elsewhere, id))).toBe(false);
  expect(await readdir(join(root, 'new'))).toEqual([id]);
});

test('a path is a spool of files', async () => {
  const id = newId();
  await keep(id, Buffer.from('text'));
  const opened = await openSpool(root);
  expect(await opened.leftovers(0)).toEqual([id]);
  expect(opened.moveTo).toBeDefined();
});

test('what begins with s3: is a bucket, or a mistake that is told', async () => {
  const name = 's3:mails';
  await expect(openSpool(name)).rejects.toThrow('the bucket needs');
  expect(existsSync(name)).toBe(false);
});
