// Tokens of the API: `pst_<id>_<secret>`. Whoever reads the database or a backup of it learns no secret.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { and, asc, eq, gt, isNull, lt, or } from 'drizzle-orm';
import type { Database } from './database.ts';
import { apiTokens } from './schema/api-tokens.ts';

export const scopes = ['tickets:read', 'tickets:write', 'notes', 'mails:read'] as const;
export type Scope = (typeof scopes)[number];
export type ApiToken = Readonly<Omit<typeof apiTokens.$inferSelect, 'secretHash' | 'scopes'>> &
  Readonly<{ scopes: readonly Scope[] }>;
export type NewToken = Readonly<{ name: string; scopes: readonly Scope[]; agent: string | null; days: number }>;

const dayMs = 86_400_000;
// Written at most so often, so that a busy token costs no write a request.
const usedEveryMs = 60_000;

const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** Returns the token, which nothing can show again. */
export async function addToken(db: Database, { name, scopes, agent, days }: NewToken): Promise<string> {
  // 60 and 256 random bits, in letters that a double click selects as one.
  const id = randomBytes(12)
    .toString('base64url')
    .toLowerCase()
    .replace(/[^0-9a-z]/g, 'x')
    .slice(0, 12);
  const secret = randomBytes(32).toString('hex');
  const expiresAt = new Date(Date.now() + days * dayMs);
  await db.insert(apiTokens).values({ id, name, agent, expiresAt, scopes: [...scopes], secretHash: hashOf(secret) });
  return `pst_${id}_${secret}`;
}

export async function listTokens(db: Database): Promise<ApiToken[]> {
  return (await db.select().from(apiTokens).orderBy(asc(apiTokens.createdAt))).map(withoutSecret);
}

/** False where there is none of that id. */
export async function removeToken(db: Database, id: string): Promise<boolean> {
  return (await db.delete(apiTokens).where(eq(apiTokens.id, id)).returning({ id: apiTokens.id })).length > 0;
}

/** Null for a token that is unknown, altered or too old. */
export async function findToken(db: Database, token: string, now = new Date()): Promise<ApiToken | null> {
  const [, id, secret] = /^pst_([0-9a-z]{12})_([0-9a-f]{64})$/.exec(token) ?? [];
  if (!id || !secret) return null;
  const [row] = await db
    .select()
    .from(apiTokens)
    .where(and(eq(apiTokens.id, id), gt(apiTokens.expiresAt, now)));
  if (!row || !timingSafeEqual(Buffer.from(row.secretHash), Buffer.from(hashOf(secret)))) return null;
  const isNoted = row.lastUsedAt !== null && row.lastUsedAt.getTime() >= now.getTime() - usedEveryMs;
  if (!isNoted) await noteUse(db, id, now);
  return withoutSecret(row);
}

async function noteUse(db: Database, id: string, now: Date): Promise<void> {
  const before = new Date(now.getTime() - usedEveryMs);
  await db
    .update(apiTokens)
    .set({ lastUsedAt: now })
    .where(and(eq(apiTokens.id, id), or(isNull(apiTokens.lastUsedAt), lt(apiTokens.lastUsedAt, before))));
}

const withoutSecret = ({ secretHash: _, scopes, ...token }: typeof apiTokens.$inferSelect): ApiToken => ({
  ...token,
  scopes: scopes as Scope[],
});
