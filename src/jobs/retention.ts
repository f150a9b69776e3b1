// Deletes what was kept long enough, where a setting says how long that is.
import type { Database } from '../db/database.ts';
import { dropSent } from '../outbox/retention.ts';
import type { Store } from '../store/store.ts';
import { dropStories, filesBefore, markFilesDropped, markRawDropped, rawBefore } from '../tickets/retention.ts';
import { closedBefore, dropTickets } from '../tickets/retention-of-tickets.ts';

/** In days; 0: for ever. */
export type Kept = Readonly<{
  KEEP_RAW_DAYS: number;
  KEEP_FILES_DAYS: number;
  KEEP_CLOSED_DAYS: number;
  KEEP_STORY_DAYS: number;
  KEEP_OUTBOX_DAYS: number;
}>;

const dayMs = 86_400_000;
const batch = 500;

export async function dropOld({ db, store }: Readonly<{ db: Database; store: Store }>, kept: Kept, now: Date) {
  const before = (days: number) => new Date(now.getTime() - days * dayMs);
  if (kept.KEEP_RAW_DAYS > 0) {
    await inBatches(async () => {
      const ids = await rawBefore(db, before(kept.KEEP_RAW_DAYS), batch);
      for (const id of ids) await store.drop(`raw/${id}`);
      if (ids.length > 0) await markRawDropped(db, ids);
      return ids.length;
    });
  }
  if (kept.KEEP_FILES_DAYS > 0) {
    await inBatches(async () => {
      const files = await filesBefore(db, before(kept.KEEP_FILES_DAYS), batch);
      for (const { key } of files) await store.drop(key);
      const ids = files.map(({ id }) => id);
      if (ids.length > 0) await markFilesDropped(db, ids);
      return ids.length;
    });
  }
  if (kept.KEEP_CLOSED_DAYS > 0) {
    await inBatches(async () => {
      const { tickets, files, mails } = await closedBefore(db, before(kept.KEEP_CLOSED_DAYS), batch);
      for (const id of mails) await store.drop(`raw/${id}`);
      for (const key of files) await store.drop(key);
      if (tickets.length > 0) await dropTickets(db, tickets);
      return tickets.length;
    });
  }
  if (kept.KEEP_STORY_DAYS > 0) await inBatches(() => dropStories(db, before(kept.KEEP_STORY_DAYS), batch));
  if (kept.KEEP_OUTBOX_DAYS > 0) await inBatches(() => dropSent(db, before(kept.KEEP_OUTBOX_DAYS), batch));
}

async function inBatches(drop: () => Promise<number>): Promise<void> {
  while ((await drop()) === batch);
}
