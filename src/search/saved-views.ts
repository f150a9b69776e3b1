// Searches that agents have given a name: each for its agent, or for all of them.
import { and, asc, count, eq, isNull, or } from 'drizzle-orm';
import type { Database } from '../db/database.ts';
import { savedViews } from '../db/schema/saved-views.ts';

export type SavedView = Readonly<typeof savedViews.$inferSelect>;
export type NewView = Readonly<Pick<SavedView, 'owner' | 'name' | 'query' | 'madeBy'>>;

/** Of one agent, and of all together. */
const most = 50;

/** Those that this agent has: the agent's own and the shared ones, by name. */
export const viewsFor = (db: Database, agent: string): Promise<SavedView[]> =>
  db
    .select()
    .from(savedViews)
    .where(or(eq(savedViews.owner, agent), isNull(savedViews.owner)))
    .orderBy(asc(savedViews.name), asc(savedViews.id));

/** False where there are too many already. One of the same name is replaced. */
export async function saveView(db: Database, view: NewView): Promise<boolean> {
  const ofOwner = view.owner === null ? isNull(savedViews.owner) : eq(savedViews.owner, view.owner);
  return db.transaction(async tx => {
    await tx.delete(savedViews).where(and(ofOwner, eq(savedViews.name, view.name)));
    const [there] = await tx.select({ count: count() }).from(savedViews).where(ofOwner);
    if ((there?.count ?? 0) >= most) return false;
    await tx.insert(savedViews).values(view);
    return true;
  });
}

/** The view that was removed; null for one that this agent does not have. Shared ones are everybody's to remove. */
export async function removeView(db: Database, id: number, agent: string): Promise<SavedView | null> {
  const may = or(eq(savedViews.owner, agent), isNull(savedViews.owner));
  const [row] = await db
    .delete(savedViews)
    .where(and(eq(savedViews.id, id), may))
    .returning();
  return row ?? null;
}
