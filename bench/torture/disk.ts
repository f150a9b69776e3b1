// A small disk of its own for spool and store, which can be filled.
import { spawnSync } from 'node:child_process';
import { mkdirSync, statfsSync } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';

export type Disk = Readonly<{ folder: string; fill(): Promise<void>; empty(): Promise<void>; remove(): void }>;

const sizeMb = 768;

/** Null, with the reason on the console, where no disk may be mounted. */
export function mountDisk(folder: string): Disk | null {
  mkdirSync(folder, { recursive: true });
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${sizeMb}m`, 'tmpfs', folder], { encoding: 'utf8' });
  if (mounted.status !== 0) {
    console.log(`LEFT OUT: the full disk. It needs root: ${(mounted.stderr || String(mounted.error)).trim()}`);
    return null;
  }
  const filler = join(folder, 'filler');
  return {
    folder,
    async fill() {
      const file = await open(filler, 'w');
      const piece = Buffer.alloc(1 << 20);
      try {
        for (let left = statfsSync(folder).bavail; left > 0; left = statfsSync(folder).bavail) await file.write(piece);
      } catch {
        // Full.
      } finally {
        await file.close();
      }
    },
    empty: () => rm(filler, { force: true }),
    remove: () => void spawnSync('umount', ['-l', folder]),
  };
}
