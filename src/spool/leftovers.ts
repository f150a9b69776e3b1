// What waits in the spool. An id begins with its time, so the age of a mail needs no look at its file, and the
// folder is read again only after a change.
import { readdir, stat } from 'node:fs/promises';
import { timeOfId } from '../mail/new-id.ts';

/** Two changes within this time may have the same time stamp. */
const stampMs = 50;

/** A clock that was set back, or that of another host, may have given an id from the future: it would wait till then. */
const aheadMs = 10_000;

/** Whether the mail has that age, or its id is from a clock that was wrong. Null: no id of a mail. */
export function isAged(id: string, olderThanMs: number, now = Date.now()): boolean | null {
  const made = timeOfId(id);
  if (made === null) return null;
  return olderThanMs === 0 || made <= now - olderThanMs || made > now + aheadMs;
}

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
    return olderThanMs === 0 ? [...read.ids] : read.ids.filter(id => isAged(id, olderThanMs, now));
  };
}
