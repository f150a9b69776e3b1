import { eq } from 'drizzle-orm';
import type { Database } from '../db/database.ts';
import { identities } from '../db/schema/sessions.ts';

const subjectOf = ({ iss, sub }: Readonly<{ iss: string; sub: string }>): string => `${iss}\n${sub}`;

/** The address that this account was bound to; null for one that signs in for the first time. */
export async function boundAddress(
  db: Database,
  account: Readonly<{ iss: string; sub: string }>,
): Promise<string | null> {
  const [row] = await db
    .select()
    .from(identities)
    .where(eq(identities.subject, subjectOf(account)));
  return row?.email ?? null;
}

/** From now on the provider's mail claim decides nothing. The first binding stays. */
export const bind = async (
  db: Database,
  account: Readonly<{ iss: string; sub: string }>,
  email: string,
): Promise<void> =>
  void (await db
    .insert(identities)
    .values({ subject: subjectOf(account), email })
    .onConflictDoNothing());
