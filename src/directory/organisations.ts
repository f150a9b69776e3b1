import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import type { Database, Tx } from '../db/database.ts';
import { closedIn } from '../db/known.ts';
import { organisations } from '../db/schema/organisations.ts';
import { directoryChanged } from './directory.ts';

/** `followers`: who follows by being copied in; null: as the setting says. `see`: which tickets its people see on pages. */
export type OrganisationPolicy = Readonly<{
  organisation: string;
  followers: readonly string[] | null;
  see: 'own' | 'all';
}>;

/** The organisation's own rule; null where the setting applies. */
export async function followersAllowedBy(tx: Tx, organisation: string | null): Promise<readonly string[] | null> {
  if (organisation === null) return null;
  const known = closedIn(tx)?.known;
  if (known?.ticket.organisation === organisation) return known.allowed;
  const [row] = await tx
    .select()
    .from(organisations)
    .where(eq(organisations.name, organisationKey(organisation)));
  return row?.followers ?? null;
}

export async function listPolicies(db: Database): Promise<OrganisationPolicy[]> {
  const rows = await db.select().from(organisations).orderBy(asc(organisations.name));
  return rows.map(({ name, followers, see }) => ({ organisation: name, followers, see }));
}

/** Changes what is named; `followers: null` makes the setting apply again. */
export async function setPolicy(
  db: Database,
  organisation: string,
  policy: Partial<Pick<OrganisationPolicy, 'followers' | 'see'>>,
): Promise<void> {
  const said = { ...policy, followers: policy.followers && [...policy.followers], updatedAt: new Date() };
  const values = Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));
  await db
    .insert(organisations)
    .values({ name: organisationKey(organisation), ...values })
    .onConflictDoUpdate({ target: organisations.name, set: values });
  await db.execute(sql.raw(`notify ${directoryChanged}`));
  // A row that says nothing of its own.
  await db.delete(organisations).where(and(isNull(organisations.followers), eq(organisations.see, 'own')));
}

/** Whether its people see all of its tickets on pages. */
export async function seesAll(db: Database, organisation: string | null): Promise<boolean> {
  if (organisation === null) return false;
  const [row] = await db
    .select({ see: organisations.see })
    .from(organisations)
    .where(eq(organisations.name, organisationKey(organisation)));
  return row?.see === 'all';
}

/** Lower case and trimmed: directories spell a name in several ways. */
export const organisationKey = (organisation: string): string => organisation.trim().toLowerCase();
