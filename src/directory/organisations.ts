import { asc, eq } from 'drizzle-orm';
import type { Database, Tx } from '../db/database.ts';
import { organisations } from '../db/schema/organisations.ts';

export type FollowPolicy = Readonly<{ organisation: string; followers: readonly string[] }>;

/** The organisation's own rule; null where the setting applies. */
export async function followersAllowedBy(tx: Tx, organisation: string | null): Promise<readonly string[] | null> {
  if (organisation === null) return null;
  const [row] = await tx
    .select()
    .from(organisations)
    .where(eq(organisations.name, organisationKey(organisation)));
  return row?.followers ?? null;
}

export async function listFollowPolicies(db: Database): Promise<FollowPolicy[]> {
  const rows = await db.select().from(organisations).orderBy(asc(organisations.name));
  return rows.map(({ name, followers }) => ({ organisation: name, followers }));
}

/** Null makes the setting apply again. */
export async function setFollowPolicy(
  db: Database,
  organisation: string,
  followers: readonly string[] | null,
): Promise<void> {
  const name = organisationKey(organisation);
  if (followers === null) return void (await db.delete(organisations).where(eq(organisations.name, name)));
  const said = { followers: [...followers], updatedAt: new Date() };
  await db
    .insert(organisations)
    .values({ name, ...said })
    .onConflictDoUpdate({ target: organisations.name, set: said });
}

/** Lower case and trimmed: directories spell a name in several ways. */
export const organisationKey = (organisation: string): string => organisation.trim().toLowerCase();
