// What was refused in the session is kept as one line for 30 days, so that agents can tell why a mail did not come.
import { lt } from 'drizzle-orm';
import type { Database } from './database.ts';
import { refusals } from './schema/stories.ts';

export type RefusalLine = Readonly<typeof refusals.$inferInsert>;

const keptMs = 30 * 86_400_000;

export async function addRefusals(db: Database, lines: readonly RefusalLine[]): Promise<void> {
  if (lines.length > 0)
    await db
      .insert(refusals)
      .values([...lines])
      .onConflictDoNothing();
}

export async function dropOldRefusals(db: Database, now: Date): Promise<void> {
  await db.delete(refusals).where(lt(refusals.at, new Date(now.getTime() - keptMs)));
}
