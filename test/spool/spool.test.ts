import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { ulid } from 'ulid';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openSpool, type Spool } from '../../src/spool/spool.ts';
import { bytesOf, spooled, textOf } from './mails.ts';

let root = '';
let spool: Spool;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'postern-spool-'));
  spool = await openSpool(root);
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
  await draft.write(Buffer.from('never answered'));
  const id = newId();
  await keep(id, Buffer.from('answered'));
  await (await openSpool(root)).clearDrafts();
  expect(await files()).toEqual([id]);
  await draft.discard();
});

test('all of it is for its owner only', async () => {
  const id = newId();
  await keep(id, Buffer.from('text'));
  expect((await stat(join(root, 'new'))).mode & 0o777).toBe(0o700);
  expect((await stat(join(root, 'new', id))).mode & 0o777).toBe(0o600);
});

test('a writer killed at any moment leaves every mail that it vouched for, and no half of another', async () => {
  const program = fileURLToPath(new URL('spool-process.ts', import.meta.url));
  let vouched = 0;
  for (let round = 0; round < 8; round++) {
    const child = spawn(process.execPath, [program, root], { stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    child.stdout.on('data', chunk => {
      said += chunk;
    });
    const closed = new Promise(resolve => child.once('close', resolve));
    await expect.poll(() => said, { timeout: 10_000, interval: 5 }).not.toBe('');
    await sleep(Math.random() * 100);
    child.kill('SIGKILL');
    await closed;
    const ids = said.split('\n').slice(0, -1);
    vouched += ids.length;
    const there = await spool.leftovers(0);
    expect(there).toEqual(expect.arrayContaining(ids));
    for (const id of there) {
      const found = await spool.read(id);
      expect((await bytesOf(found!.bytes())).equals(textOf(id)), id).toBe(true);
      await spool.release(id);
    }
  }
  console.log(`${vouched} mails vouched for in 8 kills, none lost, none half`);
});
