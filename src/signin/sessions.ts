// Sessions of signed-in browsers. A session says who it is, never what that person may do.
import { and, desc, eq, gt, lt, ne, type SQL, sql } from 'drizzle-orm';
import type { Database } from '../db/database.ts';
import { sessions } from '../db/schema/sessions.ts';
import { onceFor } from '../once.ts';
import { hashOf, newSecret } from './secrets.ts';

export type SessionRow = Readonly<typeof sessions.$inferSelect>;
export type NewSession = Readonly<{
  email: string;
  via: SessionRow['via'];
  browser: string | null;
  peer: string | null;
  isAgent: boolean;
}>;

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const limits = {
  agent: { idleMs: 12 * hourMs, atMostMs: 7 * dayMs },
  other: { idleMs: 30 * dayMs, atMostMs: 30 * dayMs },
};
const limitsOf = (isAgent: boolean) => (isAgent ? limits.agent : limits.other);

/** A session lasts no longer, however often it is used. */
export const longestSeconds = (isAgent: boolean): number => limitsOf(isAgent).atMostMs / 1_000;
/** Use is noted once in this time, so that most requests only read. */
const notedEveryMs = 60_000;

/** Returns the value of the cookie. It is made here and nowhere else, so one from outside is never adopted. */
export async function openSession(db: Database, { isAgent, ...session }: NewSession): Promise<string> {
  const secret = newSecret();
  const expiresAt = new Date(Date.now() + limitsOf(isAgent).idleMs);
  await db.insert(sessions).values({ ...session, hash: hashOf(secret), expiresAt });
  return secret;
}

// Built once: to build a statement costs as much as PostgreSQL takes to run it.
const sessionOfHash = onceFor((db: Database) =>
  db
    .select()
    .from(sessions)
    .where(and(eq(sessions.hash, sql.placeholder('hash')), gt(sessions.expiresAt, sql.placeholder('now'))))
    .prepare('session_of_hash'),
);

/** Null where it has ended. */
export async function findSession(db: Database, secret: string): Promise<SessionRow | null> {
  const [row] = await sessionOfHash(db).execute({ hash: hashOf(secret), now: new Date() });
  return row ?? null;
}

/** Notes the use of a session, which lasts from then on; never beyond its longest life. */
export async function prolong(db: Database, row: SessionRow, isAgent: boolean): Promise<void> {
  const now = Date.now();
  const { idleMs, atMostMs } = limitsOf(isAgent);
  const expiresAt = new Date(Math.min(now + idleMs, row.createdAt.getTime() + atMostMs));
  // A person may have become an agent since.
  if (now - row.seenAt.getTime() < notedEveryMs && expiresAt >= row.expiresAt) return;
  await db
    .update(sessions)
    .set({ seenAt: new Date(now), expiresAt })
    .where(eq(sessions.hash, row.hash));
}

export const listSessions = (db: Database, email: string): Promise<SessionRow[]> =>
  db
    .select()
    .from(sessions)
    .where(and(eq(sessions.email, email), gt(sessions.expiresAt, new Date())))
    .orderBy(desc(sessions.seenAt));

/** The NOTIFY channel that tells open pages whose sessions have ended: an address. */
export const sessionsEnded = 'postern_sessions';

export const endSession = (db: Database, hash: string): Promise<void> => end(db, eq(sessions.hash, hash));

/** `except`: the hash of the session that stays. */
export const endSessions = (db: Database, email: string, except?: string): Promise<void> =>
  end(db, and(eq(sessions.email, email), except === undefined ? undefined : ne(sessions.hash, except)));

async function end(db: Database, which: SQL | undefined): Promise<void> {
  const ended = await db.delete(sessions).where(which).returning({ email: sessions.email });
  const [person] = ended;
  if (person) await db.execute(sql`select pg_notify(${sessionsEnded}, ${person.email})`);
}

export const dropExpired = async (db: Database): Promise<void> =>
  void (await db.delete(sessions).where(lt(sessions.expiresAt, new Date())));
