import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm, stat, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fileStore } from '../../src/store/file-store.ts';
import { keepPart, type Store } from '../../src/store/store.ts';
import { bytesOf } from '../spool/mails.ts';

let root = '';
let store: Store;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'postern-store-'));
  store = fileStore(root);
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function* inPieces(...chunks: Buffer[]): AsyncGenerator<Buffer> {
  yield* chunks;
}
const files = async () =>
  (await readdir(root, { recursive: true, withFileTypes: true })).filter(entry => entry.isFile());

test('bytes come back as they were put, also none', async () => {
  for (const bytes of [Buffer.alloc(0), randomBytes(200_000)]) {
    expect(await store.put('raw/01abc', inPieces(bytes.subarray(0, 9), bytes.subarray(9)))).toBe(bytes.length);
    expect((await bytesOf(store.get('raw/01abc'))).equals(bytes)).toBe(true);
  }
  expect(await store.has('raw/01abc')).toBe(true);
  await store.drop('raw/01abc');
  await store.drop('raw/01abc');
  expect(await store.has('raw/01abc')).toBe(false);
  await expect(bytesOf(store.get('raw/01abc'))).rejects.toMatchObject({ code: 'ENOENT' });
});

test('a part is kept with its size and hash', async () => {
  const bytes = randomBytes(70_000);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  expect(await keepPart(store, 'parts/01abc-0', inPieces(bytes))).toEqual({
    key: 'parts/01abc-0',
    size: 70_000,
    sha256,
  });
});

test('a source that fails leaves nothing, and not the old bytes gone', async () => {
  async function* breaking(): AsyncGenerator<Buffer> {
    yield Buffer.from('half');
    throw new Error('the mail ended early');
  }
  await expect(store.put('raw/01abc', breaking())).rejects.toThrow('ended early');
  expect(await files()).toEqual([]);
  await store.put('raw/01abc', inPieces(Buffer.from('whole')));
  await expect(store.put('raw/01abc', breaking())).rejects.toThrow('ended early');
  expect((await bytesOf(store.get('raw/01abc'))).toString()).toBe('whole');
});

test('the same key put many times at once is one file', async () => {
  const bytes = randomBytes(50_000);
  await Promise.all(Array.from({ length: 10 }, () => store.put('raw/01abc', inPieces(bytes))));
  expect(await files()).toHaveLength(1);
  expect((await bytesOf(store.get('raw/01abc'))).equals(bytes)).toBe(true);
  const [file] = await files();
  expect((await stat(join(file!.parentPath, file!.name))).mode & 0o777).toBe(0o600);
  // Other users of the machine read neither mail nor the names of its files.
  for (let path = file!.parentPath; path.startsWith(root); path = dirname(path)) {
    expect((await stat(path)).mode & 0o777, path).toBe(0o700);
  }
});

test('no text but a key becomes a path', async () => {
  const bad = [
    '',
    'raw/',
    'raw/..',
    '../raw/x',
    'raw/../../x',
    'raw/a/b',
    'raw/A',
    'raw/a\0',
    'raw/a.b',
    'x/abc',
    'raw/a\n',
    '/etc/passwd',
  ];
  for (const key of [...bad, `raw/${'a'.repeat(65)}`]) expect(() => store.get(key), key).toThrow('not a key');
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.string().map(text => `raw/${text}`),
      ),
      key => {
        if (/^(raw|parts)\/[0-9a-z-]{1,64}$/.test(key) && !key.endsWith('\n')) return;
        expect(() => store.has(key)).toThrow('not a key');
      },
    ),
  );
  expect(await files()).toEqual([]);
});

test('what a killed writer left half-way goes when it is old, and nothing else does', async () => {
  const bytes = randomBytes(9);
  await store.put('raw/01abc', inPieces(bytes));
  const folder = join(root, 'raw', 'bc');
  const unfinished = await startPut('raw/01xbc');
  const [abandoned] = (await readdir(folder)).filter(name => name !== '01abc');
  const inHand = await startPut('parts/01ybc-0');
  for (const name of ['01abc', abandoned!]) await utimes(join(folder, name), 1, 1);
  await store.clearDrafts(60_000);
  expect(await readdir(folder)).toEqual(['01abc']);
  inHand.finish();
  expect(await inHand.done, 'a draft that is written just now stays').toBe(4);
  expect((await bytesOf(store.get('raw/01abc'))).equals(bytes)).toBe(true);
  unfinished.finish();
  await expect(unfinished.done).rejects.toThrow();
});

/** A put that has written something and waits for the rest. */
async function startPut(key: string): Promise<{ finish(): void; done: Promise<number> }> {
  const { promise: rest, resolve: finish } = Promise.withResolvers<void>();
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
  async function* slowly(): AsyncGenerator<Buffer> {
    yield Buffer.from('half');
    begin();
    await rest;
  }
  const done = store.put(key, slowly());
  done.catch(() => {});
  await begun;
  return { finish, done };
}
