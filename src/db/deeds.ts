// What is done to the desk itself is kept as one line for 400 days, whichever door did it.
import { lt } from 'drizzle-orm';
import type { Database, Tx } from './database.ts';
import { audit } from './schema/audit.ts';

export type NewDeed = Readonly<Pick<typeof audit.$inferSelect, 'who' | 'via' | 'act' | 'about'>>;

const keptMs = 400 * 86_400_000;

export const noteDeed = async (db: Database | Tx, deed: NewDeed): Promise<void> =>
  void (await db.insert(audit).values({ ...deed, about: deed.about.slice(0, 500) }));

export const dropOldDeeds = async (db: Database, now: Date): Promise<void> =>
  void (await db.delete(audit).where(lt(audit.at, new Date(now.getTime() - keptMs))));
