// What is done to the desk itself is kept as one line for 400 days, whichever door did it.
import { lt } from 'drizzle-orm';
import type { Database, Tx } from './database.ts';
import { audit } from './schema/audit.ts';

/** All that is noted. Each has its words in templates/words, under `desk.audit.acts`. */
export const deeds = [
  'directory: added',
  'directory: changed',
  'directory: deactivated',
  'directory: imported',
  'directory: synced',
  'organisation: policy',
  'mail: replayed',
  'mail: let-in',
  'mail: keep-out',
  'outbox: retried',
  'token: made',
  'token: removed',
  'privacy: erased',
  'privacy: exported',
  'sign-in: done',
  'sign-in: link made',
  'sign-in: ended elsewhere',
  'view: shared',
  'view: removed',
  'snippet: written',
  'snippet: removed',
] as const;

export type NewDeed = Readonly<
  Pick<typeof audit.$inferSelect, 'who' | 'via' | 'about'> & { act: (typeof deeds)[number] }
>;

const keptMs = 400 * 86_400_000;

/** What an operator who has the shell did. */
export const noteByShell = (db: Database | Tx, act: NewDeed['act'], about: string): Promise<void> =>
  noteDeed(db, { who: null, via: 'cli', act, about });

export const noteDeed = async (db: Database | Tx, deed: NewDeed): Promise<void> =>
  void (await db.insert(audit).values({ ...deed, about: deed.about.slice(0, 500) }));

export const dropOldDeeds = async (db: Database, now: Date): Promise<void> =>
  void (await db.delete(audit).where(lt(audit.at, new Date(now.getTime() - keptMs))));
