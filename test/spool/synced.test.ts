// 250 after DATA makes us responsible (RFC 5321 section 4.2.5): file and folder are synced before it is said.
import fs from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { mkdtemp, open, readdir, rm } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { openFileSpool } from '../../src/spool/file-spool.ts';
import { startTestListener, type TestListener } from '../support/listener.ts';
import { greeted, mailText, transaction } from '../support/smtp-client.ts';
import { spooled } from './mails.ts';

type Sync = { kind: 'datasync' | 'sync'; goOn(cause?: Error): void };
let syncs: Sync[] = [];
/** While it is set, a sync waits until its `goOn` is called. */
let isGated = false;
let root = '';

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'postern-synced-'));
  const probe = await open(root, 'r');
  const handle = Object.getPrototypeOf(probe) as FileHandle;
  await probe.close();
  const passed = async (kind: Sync['kind']): Promise<void> => {
    const gate = Promise.withResolvers<void>();
    syncs.push({ kind, goOn: cause => (cause ? gate.reject(cause) : gate.resolve()) });
    if (isGated) await gate.promise;
  };
  const real = { sync: handle.sync, fdatasync: fs.fdatasync };
  vi.spyOn(handle, 'sync').mockImplementation(async function (this: FileHandle) {
    await passed('sync');
    await real.sync.call(this);
  });
  vi.spyOn(fs, 'fdatasync').mockImplementation((file, done) => {
    passed('datasync').then(() => real.fdatasync(file, done), done);
  });
  syncBuiltinESMExports();
});
afterAll(async () => {
  vi.restoreAllMocks();
  syncBuiltinESMExports();
  await rm(root, { recursive: true, force: true });
});
beforeEach(() => {
  syncs = [];
});
let listener: TestListener | null = null;
afterEach(async () => {
  isGated = false;
  for (const { goOn } of syncs) goOn();
  await listener?.stop();
  listener = null;
});

const nextSync = (count: number) =>
  vi.waitFor(() => expect(syncs).toHaveLength(count), { timeout: 15_000, interval: 5 });

test('the file is synced before it gets its name, and the folder after that, once each', async () => {
  const spool = await openFileSpool(join(root, 'spool'));
  const draft = await spool.begin('a');
  await draft.write(Buffer.from('text'));
  syncs = [];
  isGated = true;
  const committed = draft.commit(spooled('a'));
  await nextSync(1);
  expect(syncs[0]!.kind).toBe('datasync');
  expect(await readdir(join(root, 'spool', 'new'))).toEqual([]);
  syncs[0]!.goOn();
  await nextSync(2);
  expect(syncs[1]!.kind).toBe('sync');
  expect(await readdir(join(root, 'spool', 'new'))).toEqual(['a']);
  let isOurs = false;
  void committed.then(() => {
    isOurs = true;
  });
  await sleep(50);
  expect(isOurs, 'not before the folder is synced').toBe(false);
  syncs[1]!.goOn();
  expect(await committed).toBe(4);
  expect(syncs).toHaveLength(2);
});

test('250 is said after both syncs and not before', async () => {
  listener = await startTestListener();
  const client = await greeted(listener.port);
  await client.sayAll(...transaction);
  syncs = [];
  isGated = true;
  client.write(`${mailText()}.\r\n`);
  for (const [at, kind] of (['datasync', 'sync'] as const).entries()) {
    await nextSync(at + 1);
    expect(syncs[at]!.kind).toBe(kind);
    await sleep(50);
    expect(client.pending(), `before ${kind}`).toBe('');
    syncs[at]!.goOn();
  }
  expect(await client.reply()).toMatch(/^250 2\.0\.0 /);
  expect(syncs).toHaveLength(2);
});

test.each([
  ['the file', 0],
  ['the folder', 1],
])('a disk that cannot sync %s is a 451, and nothing is kept', async (_, failing) => {
  listener = await startTestListener();
  const client = await greeted(listener.port);
  await client.sayAll(...transaction);
  syncs = [];
  isGated = true;
  client.write(`${mailText()}.\r\n`);
  for (let at = 0; at <= failing; at++) {
    await nextSync(at + 1);
    syncs[at]!.goOn(at === failing ? Object.assign(new Error('EIO'), { code: 'EIO' }) : undefined);
  }
  expect(await client.reply()).toMatch(/^451 4\.3\.0 /);
  isGated = false;
  expect(await listener.stored()).toEqual([]);
  expect(await listener.drafts()).toEqual([]);
});
