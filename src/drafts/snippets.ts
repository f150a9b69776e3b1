// Texts that agents use again and again. They belong to the whole desk.
import { asc, count, eq } from 'drizzle-orm';
import type { Database } from '../db/database.ts';
import { snippets } from '../db/schema/snippets.ts';

export type Snippet = Readonly<typeof snippets.$inferSelect>;

const most = 500;

export const listSnippets = (db: Database): Promise<Snippet[]> =>
  db.select().from(snippets).orderBy(asc(snippets.name));

export const snippetNames = async (db: Database): Promise<string[]> =>
  (await db.select({ name: snippets.name }).from(snippets).orderBy(asc(snippets.name))).map(({ name }) => name);

export async function findSnippet(db: Database, name: string): Promise<Snippet | null> {
  const [row] = await db.select().from(snippets).where(eq(snippets.name, name));
  return row ?? null;
}

/** False where there are too many already. */
export async function putSnippet(
  db: Database,
  { name, text, madeBy }: Omit<Snippet, 'id' | 'updatedAt'>,
): Promise<boolean> {
  return db.transaction(async tx => {
    const [others] = await tx.select({ count: count() }).from(snippets);
    if ((others?.count ?? 0) >= most) return false;
    const values = { text, madeBy, updatedAt: new Date() };
    await tx
      .insert(snippets)
      .values({ name, ...values })
      .onConflictDoUpdate({ target: snippets.name, set: values });
    return true;
  });
}

/** False where there is none of that name. */
export const removeSnippet = async (db: Database, name: string): Promise<boolean> =>
  (await db.delete(snippets).where(eq(snippets.name, name)).returning({ id: snippets.id })).length > 0;
