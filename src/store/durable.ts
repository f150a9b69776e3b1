// What is synchronous here stays in the page cache: a thread of the pool costs more. Only syncs wait.
import { fdatasync, renameSync, writeSync } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Moves a synced file to its place and syncs the folder, so that a power cut cannot take the name back. */
export async function renameDurably(from: string, to: string): Promise<void> {
  renameSync(from, to);
  await syncFolder(dirname(to));
}

/** Makes a folder and those above it, each with its name safe in the one above. */
export async function makeFolder(path: string, mode = 0o777): Promise<void> {
  const first = await mkdir(path, { recursive: true, mode });
  if (first === undefined) return;
  for (let made = path; made.length >= first.length; made = dirname(made)) await syncFolder(dirname(made));
}

type FolderSync = { running: Promise<void>; next: Promise<void> | null };
const syncs = new Map<string, FolderSync>();

/**
 * Syncs a folder; calls that arrive while a sync runs share the next one. They may not share the running one,
 * since it may have begun before their rename.
 */
export function syncFolder(path: string): Promise<void> {
  const sync = syncs.get(path);
  if (!sync) {
    const entry: FolderSync = { running: syncNow(path), next: null };
    syncs.set(path, entry);
    void settle(path, entry);
    return entry.running;
  }
  sync.next ??= sync.running.then(
    () => syncNow(path),
    () => syncNow(path),
  );
  return sync.next;
}

async function settle(path: string, entry: FolderSync): Promise<void> {
  for (;;) {
    await entry.running.catch(() => {});
    if (!entry.next) break;
    entry.running = entry.next;
    entry.next = null;
  }
  syncs.delete(path);
}

async function syncNow(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** Writes all of the chunk to an open file. */
export function writeChunk(file: number, chunk: Buffer): void {
  for (let at = 0; at < chunk.length; ) at += writeSync(file, chunk, at);
}

export const dataSynced = (file: number): Promise<void> =>
  new Promise((resolve, reject) => fdatasync(file, cause => (cause ? reject(cause) : resolve())));
