import type { Database } from '../db/database.ts';
import type { Store } from '../store/store.ts';
import { forgetMails, refusedBefore } from '../tickets/refused.ts';

const dayMs = 86_400_000;
const batch = 200;

/** Drops refused mail that was kept for `days`. Bytes before rows: a crash between leaves the row, for the next run. */
export async function dropRefused(
  { db, store, days }: Readonly<{ db: Database; store: Store; days: number }>,
  now: Date,
): Promise<void> {
  if (days === 0) return;
  const before = new Date(now.getTime() - days * dayMs);
  for (let ids = await refusedBefore(db, before, batch); ids.length > 0; ids = await refusedBefore(db, before, batch)) {
    for (const id of ids) await store.drop(`raw/${id}`);
    await forgetMails(db, ids);
  }
}
