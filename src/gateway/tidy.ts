// What is dropped when its time is over: drafts of killed writers, refused mail, retention, old sessions and sign-ins.
import { dropOldDeeds } from '../db/deeds.ts';
import { dropOldRefusals } from '../db/refusals.ts';
import { tidyDrafts } from '../drafts/uploads.ts';
import { dropRefused } from '../jobs/refused.ts';
import { dropOld } from '../jobs/retention.ts';
import { dropExpired } from '../signin/sessions.ts';
import { dropOldSignIns } from '../signin/sign-ins.ts';
import type { Store } from '../store/store.ts';
import type { Ground } from './ground.ts';

/** Longer than it takes to write any mail. */
const abandonedAfterMs = 24 * 3_600_000;
const signInsKeptMs = 30 * 24 * 3_600_000;
const draftsKeptMs = 30 * 24 * 3_600_000;

export function tidyTasks({ config, database: { db } }: Ground, store: Store): (() => Promise<unknown>)[] {
  return [
    () => store.clearDrafts(abandonedAfterMs),
    () => dropRefused({ db, store, days: config.REFUSED_DAYS }, new Date()),
    () => dropOld({ db, store }, config, new Date()),
    () => dropExpired(db),
    () => dropOldRefusals(db, new Date()),
    () => dropOldDeeds(db, new Date()),
    () => dropOldSignIns(db, new Date(Date.now() - signInsKeptMs)),
    () => tidyDrafts({ db, store }, new Date(Date.now() - draftsKeptMs)),
  ];
}
