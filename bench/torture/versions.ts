// The program as it was before the newest migration, which has to go on filing on the schema of today.
import { spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('../..', import.meta.url));

/** Path of its `start.js`; null, with the reason on the console, where the history is not at hand. */
export function olderVersion(folder: string): string | null {
  const newest = git('log', '-1', '--format=%H', '--', 'drizzle/meta/_journal.json');
  const archive = spawnSync('git', ['archive', `${newest}^`], { cwd: here, maxBuffer: 1 << 28 });
  if (newest === '' || archive.status !== 0) {
    console.log('LEFT OUT: the restart with another version. It needs the history of the last migration.');
    return null;
  }
  mkdirSync(folder, { recursive: true });
  spawnSync('tar', ['-x', '-C', folder], { input: archive.stdout });
  symlinkSync(join(here, 'node_modules'), join(folder, 'node_modules'));
  return join(folder, 'src/start.js');
}

const git = (...args: string[]): string => spawnSync('git', args, { cwd: here, encoding: 'utf8' }).stdout?.trim() ?? '';
