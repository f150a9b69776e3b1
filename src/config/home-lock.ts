import { hostname } from 'node:os';
import { join } from 'node:path';
import { lockFile, noteIn } from './file-lock.ts';

export type HomeLock = Readonly<{
  /** Adds where the gateway is reached. */
  reachedAt(where: string): void;
  release(): void;
}>;

/** One gateway per folder, on any number of machines and containers that share it; else who holds it. */
export function lockHome(home: string): HomeLock | Readonly<{ heldBy: string }> {
  const path = join(home, 'lock');
  const lock = lockFile(path);
  if (!lock) return { heldBy: noteIn(path) || 'another process' };
  const who = `process ${process.pid} on ${hostname()} since ${new Date().toISOString()}`;
  lock.note(who);
  return { reachedAt: where => lock.note(`${who}, ${where}`), release: lock.release };
}
