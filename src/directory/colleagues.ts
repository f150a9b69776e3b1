import { and, eq, isNull, notLike } from 'drizzle-orm';
import type { Database } from '../db/database.ts';
import { people } from '../db/schema/people.ts';

export type Colleague = Readonly<{ email: string; name: string | null; instances: readonly string[] }>;

const most = 200;

/** Active people of the same organisation, without aliases and whole domains. */
export const colleaguesOf = (db: Database, organisation: string | null): Promise<Colleague[]> =>
  organisation === null
    ? Promise.resolve([])
    : db
        .select({ email: people.email, name: people.name, instances: people.instances })
        .from(people)
        .where(
          and(
            eq(people.organisation, organisation),
            eq(people.active, true),
            isNull(people.aliasOf),
            notLike(people.email, '@%'),
          ),
        )
        .limit(most);
