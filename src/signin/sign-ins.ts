// Requests to sign in: asked for on a page, answered by mail, used once.
//
// Asking writes the same row for every address, and a worker finds out later whose it is, so the page and its time
// tell nobody who is in the directory.
import { and, count, eq, gt, isNotNull, isNull, lt, or, sql } from 'drizzle-orm';
import type { Database, Tx } from '../db/database.ts';
import { signIns } from '../db/schema/sessions.ts';
import { newId } from '../mail/new-id.ts';
import { isCodeOf } from './secrets.ts';

export type SignInRow = Readonly<typeof signIns.$inferSelect>;
export type Asked = Readonly<Pick<SignInRow, 'email' | 'browser' | 'network' | 'asked' | 'locale' | 'goTo'>>;
export type SignedIn = Readonly<{ email: string; goTo: string | null; via: 'mail' | 'cli' | 'oidc' }>;

/** The NOTIFY channel that tells a worker of requests. */
export const signInAsked = 'postern_sign_in';

export const validMinutes = 15;
const lastMinutes = () => new Date(Date.now() - validMinutes * 60_000);
const until = () => new Date(Date.now() + validMinutes * 60_000);
/** Of one network within those minutes; further requests are not kept. */
const maxOfNetwork = 20;
/** Mails to one address within those minutes. */
export const maxOfAddress = 5;
const maxTries = 5;

/** Ignores a request beyond the limits; the caller cannot tell. */
export async function askToSignIn(db: Database, asked: Asked): Promise<void> {
  await db.transaction(async tx => {
    const [lately] = await tx
      .select({ count: count() })
      .from(signIns)
      .where(and(eq(signIns.network, asked.network ?? ''), gt(signIns.createdAt, lastMinutes())));
    if ((lately?.count ?? 0) < maxOfNetwork) {
      await tx.insert(signIns).values({ ...asked, id: newId(), expiresAt: until() });
    }
    await tx.execute(sql.raw(`notify ${signInAsked}`));
  });
}

/** A link that signs in whichever browser opens it first; returns the id of the request. */
export async function issueLink(db: Database, email: string): Promise<string> {
  const id = newId();
  const now = new Date();
  await db.insert(signIns).values({ id, email, expiresAt: until(), answeredAt: now, issuedAt: now });
  return id;
}

/** Requests that no worker has looked at, locked until the transaction ends. */
export const unanswered = (tx: Tx): Promise<SignInRow[]> =>
  tx
    .select()
    .from(signIns)
    .where(and(isNull(signIns.answeredAt), gt(signIns.expiresAt, new Date())))
    .orderBy(signIns.createdAt)
    .limit(100)
    .for('update', { skipLocked: true });

/** How many links were mailed to this address lately. */
export async function issuedLately(tx: Tx, email: string): Promise<number> {
  const [lately] = await tx
    .select({ count: count() })
    .from(signIns)
    .where(and(eq(signIns.email, email), isNotNull(signIns.issuedAt), gt(signIns.createdAt, lastMinutes())));
  return lately?.count ?? 0;
}

export async function markAnswered(tx: Tx, id: string, isIssued: boolean): Promise<void> {
  const now = new Date();
  await tx
    .update(signIns)
    .set({ answeredAt: now, issuedAt: isIssued ? now : null })
    .where(eq(signIns.id, id));
}

const usable = () =>
  and(
    isNull(signIns.usedAt),
    isNotNull(signIns.issuedAt),
    gt(signIns.expiresAt, new Date()),
    lt(signIns.tries, maxTries),
  );

/** Uses a link up. `browser`: the hash of the asking browser's cookie. Null where it does not sign in this browser. */
export async function redeemLink(db: Database, id: string, browser: string | null): Promise<SignedIn | null> {
  const sameBrowser = or(isNull(signIns.browser), eq(signIns.browser, browser ?? ''));
  const [row] = await db
    .update(signIns)
    .set({ usedAt: new Date() })
    .where(and(eq(signIns.id, id), sameBrowser, usable()))
    .returning();
  return row ? { email: row.email, goTo: row.goTo, via: row.browser === null ? 'cli' : 'mail' } : null;
}

/** Uses the code of a request of this browser up; each call is a try. */
export async function redeemCode(
  db: Database,
  { browser, code, keys }: Readonly<{ browser: string; code: string; keys: readonly string[] }>,
): Promise<SignedIn | null> {
  return db.transaction(async tx => {
    // Counted before the comparison and under the row's lock, so that tries at once are counted one by one.
    const rows = await tx
      .update(signIns)
      .set({ tries: sql`${signIns.tries} + 1` })
      .where(and(eq(signIns.browser, browser), usable()))
      .returning();
    const meant = rows.find(({ id }) => isCodeOf(id, code, keys));
    if (!meant) return null;
    await tx.update(signIns).set({ usedAt: new Date() }).where(eq(signIns.id, meant.id));
    return { email: meant.email, goTo: meant.goTo, via: 'mail' };
  });
}

export const dropOldSignIns = async (db: Database, before: Date): Promise<void> =>
  void (await db.delete(signIns).where(lt(signIns.createdAt, before)));
