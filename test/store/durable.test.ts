// Folder syncs are shared, and nobody may share one that began before his rename.
import type { FileHandle } from 'node:fs/promises';
import { mkdtemp, open, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { makeFolder, renameDurably, syncFolder } from '../../src/store/durable.ts';

let root = '';
let syncs: { begun: number; ended: number }[] = [];
let failing = false;
let clock = 0;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'postern-durable-'));
  const probe = await open(root, 'r');
  const handle = Object.getPrototypeOf(probe) as FileHandle;
  await probe.close();
  const real = handle.sync;
  vi.spyOn(handle, 'sync').mockImplementation(async function (this: FileHandle) {
    const sync = { begun: ++clock, ended: Number.POSITIVE_INFINITY };
    syncs.push(sync);
    await real.call(this);
    await new Promise(resolve => setTimeout(resolve, 5));
    sync.ended = ++clock;
    if (failing) throw Object.assign(new Error('the disk is gone'), { code: 'EIO', syscall: 'fsync' });
  });
});
afterAll(async () => {
  vi.restoreAllMocks();
  await rm(root, { recursive: true, force: true });
});
beforeEach(() => {
  syncs = [];
  failing = false;
});

test('every caller is answered by a sync that began after it called, and many share one', async () => {
  const calls = Array.from({ length: 60 }, async (_, at) => {
    await new Promise(resolve => setTimeout(resolve, (at * 7) % 40));
    const called = ++clock;
    await syncFolder(root);
    const answered = ++clock;
    expect(syncs.some(({ begun, ended }) => begun > called && ended < answered)).toBe(true);
  });
  await Promise.all(calls);
  expect(syncs.length).toBeLessThan(30);
});

test('a sync that fails is told to all who shared it, and the next one is tried afresh', async () => {
  failing = true;
  const told = await Promise.allSettled([1, 2, 3].map(() => syncFolder(root)));
  expect(told.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  failing = false;
  await syncFolder(root);
});

test('a renamed file has its name when the promise resolves', async () => {
  await writeFile(join(root, 'draft'), 'text');
  await renameDurably(join(root, 'draft'), join(root, 'kept'));
  expect(await readdir(root)).toEqual(['kept']);
  expect(syncs).toHaveLength(1);
});

test('a folder is made with those above it, each of them synced into its own', async () => {
  await makeFolder(join(root, 'a', 'b', 'c'));
  expect(syncs).toHaveLength(3);
  await makeFolder(join(root, 'a', 'b', 'c'));
  expect(syncs).toHaveLength(3);
});
