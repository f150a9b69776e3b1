// The first answer to a request with an Idempotency-Key, given again to every repetition for a day.
import { and, eq, isNull, lt, or, sql } from 'drizzle-orm';
import type { Database } from './database.ts';
import { apiAnswers } from './schema/api-tokens.ts';

export type KeyedRequest = Readonly<{ token: string; key: string; request: string }>;
/**
 * `mine`: this request is to be done. `since`: when it was first begun, also where the process that did so died.
 * `other`: the key belongs to another request.
 */
export type Known =
  | Readonly<{ kind: 'mine'; since: Date }>
  | Readonly<{ kind: 'in-flight' | 'other' }>
  | Readonly<{ kind: 'answered'; status: number; body: string }>;

const keptMs = 24 * 3_600_000;
/** A process that died leaves its key behind for so long. */
const abandonedMs = 60_000;

export async function claimKey(db: Database, asked: KeyedRequest, now = new Date()): Promise<Known> {
  const old = lt(apiAnswers.createdAt, new Date(now.getTime() - keptMs));
  const abandoned = and(isNull(apiAnswers.status), lt(apiAnswers.createdAt, new Date(now.getTime() - abandonedMs)));
  // One statement: of many requests at once, one gets the row.
  const [mine] = await db
    .insert(apiAnswers)
    // Until there is an answer, its place holds the time.
    .values({ ...asked, createdAt: now, body: now.toISOString() })
    .onConflictDoUpdate({
      target: [apiAnswers.token, apiAnswers.key],
      set: {
        request: sql`excluded.request`,
        status: null,
        body: sql`case when ${apiAnswers.status} is null then ${apiAnswers.body} else excluded.body end`,
        createdAt: now,
      },
      setWhere: or(old, and(abandoned, eq(apiAnswers.request, asked.request)))!,
    })
    .returning({ since: apiAnswers.body });
  if (mine) return { kind: 'mine', since: new Date(mine.since ?? now) };
  const [row] = await db.select().from(apiAnswers).where(isKey(asked));
  if (!row) return claimKey(db, asked, now);
  if (row.request !== asked.request) return { kind: 'other' };
  return row.status === null ? { kind: 'in-flight' } : { kind: 'answered', status: row.status, body: row.body ?? '' };
}

export const keepAnswer = async (db: Database, asked: KeyedRequest, status: number, body: string): Promise<void> => {
  await db.update(apiAnswers).set({ status, body }).where(isKey(asked));
};

/** After a failure, so that the request may be tried again. */
export const dropKey = async (db: Database, asked: KeyedRequest): Promise<void> => {
  await db.delete(apiAnswers).where(and(isKey(asked), isNull(apiAnswers.status)));
};

const isKey = ({ token, key }: KeyedRequest) => and(eq(apiAnswers.token, token), eq(apiAnswers.key, key));
