// What waits in the spool. An id begins with its time, so the age of a mail needs no look at its file, and the
// folder is read again only after a change.
import { readdir, stat } from 'node:fs/promises';
import { timeOfId } from '../mail/new-id.ts';

/** Two changes within this time may have the same time stamp. */
const stampMs = 50;

/** Ids of mails in the folder that are at least so many milliseconds old, oldest first. */
export function watchLeftovers(folder: string): (olderThanMs: number) => Promise<string[]> {
  let read = { changedMs: -1, ids: [] as string[] };
  return async olderThanMs => {
    const now = Date.now();
    const { mtimeMs: changedMs } = await stat(folder);
    if (changedMs !== read.changedMs) {
      const ids = (await readdir(folder)).filter(name => timeOfId(name) !== null).sort();
      read = { changedMs: now - changedMs > stampMs ? changedMs : -1, ids };
    }
    const newer = olderThanMs === 0 ? -1 : read.ids.findIndex(id => timeOfId(id)! > now - olderThanMs);
    return newer < 0 ? [...read.ids] : read.ids.slice(0, newer);
  };
}
