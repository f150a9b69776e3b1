import { and, eq, inArray, isNotNull, isNull, lt, type SQL, sql } from 'drizzle-orm';
import type { Database } from '../db/database.ts';
import { mails } from '../db/schema/mails.ts';
import type { Address } from '../mail/address.ts';
import type { SpooledMail } from '../spool/spooled-mail.ts';

/** The NOTIFY channel that tells workers that held mail was let in. */
export const mailReleased = 'postern_released';

const decided = (words: string) => sql`array_append(${mails.reasons}, ${words}::text)`;
/** Makes a mail that reached no ticket pending again, for a worker to file; false for every other mail. */
export const replayMail = (db: Database, id: string): Promise<boolean> =>
  fileAgain(
    db,
    and(eq(mails.id, id), inArray(mails.disposition, ['failed', 'held', 'ignored', 'refused'])),
    'replayed by an operator',
  );

async function fileAgain(db: Database, which: SQL | undefined, why: string): Promise<boolean> {
  return db.transaction(async tx => {
    const values = {
      disposition: 'pending' as const,
      releasedAt: new Date(),
      releasedBy: null,
      attempts: 0,
      reasons: decided(why),
    };
    const rows = await tx.update(mails).set(values).where(which).returning({ id: mails.id });
    await tx.execute(sql.raw(`notify ${mailReleased}`));
    return rows.length > 0;
  });
}

/** Mail that was let in and is not filed yet. */
export async function releasedMails(db: Database): Promise<string[]> {
  const rows = await db
    .select({ id: mails.id })
    .from(mails)
    .where(and(eq(mails.disposition, 'pending'), isNotNull(mails.releasedAt)));
  return rows.map(({ id }) => id);
}

/** Long enough for any listing of a bucket and any worker. */
const forgottenAfter = sql`now() - interval '10 minutes'`;
const isForgotten = () =>
  and(eq(mails.disposition, 'pending'), isNull(mails.releasedAt), lt(mails.receivedAt, forgottenAfter));

/** Some mail that was taken and for long not filed; its bytes may be gone. */
export async function forgottenMails(db: Database): Promise<string[]> {
  const rows = await db.select({ id: mails.id }).from(mails).where(isForgotten()).orderBy(mails.receivedAt).limit(50);
  return rows.map(({ id }) => id);
}

export async function forgottenAmong(db: Database, ids: readonly string[]): Promise<string[]> {
  const rows = await db
    .select({ id: mails.id })
    .from(mails)
    .where(and(inArray(mails.id, [...ids]), isForgotten()));
  return rows.map(({ id }) => id);
}

/** The spool records of those of these mails that were let in and are not filed yet; their bytes are in the store. */
export async function releasedAmong(db: Database, ids: readonly string[]): Promise<SpooledMail[]> {
  const isWaiting = and(eq(mails.disposition, 'pending'), isNotNull(mails.releasedAt));
  const rows = await db
    .select()
    .from(mails)
    .where(and(inArray(mails.id, [...ids]), isWaiting));
  return rows.map(row => describe(row, isReleasedByPerson(row)));
}

/** The spool record of any mail that has a row; null where it has none. */
export async function storedMail(db: Database, id: string): Promise<SpooledMail | null> {
  const [row] = await db.select().from(mails).where(eq(mails.id, id));
  return row ? describe(row, isReleasedByPerson(row)) : null;
}

type Release = Pick<typeof mails.$inferSelect, 'releasedAt' | 'releasedBy'>;

/** False for mail that only waited for its thread: its author is on that ticket and was not let in by a person. */
const isReleasedByPerson = ({ releasedAt, releasedBy }: Release): boolean =>
  releasedAt !== null && releasedBy !== 'thread' && releasedBy !== 'author';

/** Those of these mails that a person let in: their authors are not authenticated. */
export async function releasedByHand(db: Database, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .select({ id: mails.id, releasedAt: mails.releasedAt, releasedBy: mails.releasedBy })
    .from(mails)
    .where(inArray(mails.id, [...ids]));
  return rows.filter(isReleasedByPerson).map(({ id }) => id);
}

function describe(row: typeof mails.$inferSelect, released: boolean): SpooledMail {
  const [first, ...others] = row.rcptTo as Address[];
  return {
    id: row.id,
    receivedAt: row.receivedAt.toISOString(),
    via: row.via,
    envelope: { mailFrom: row.mailFrom as Address | null, rcptTo: [first!, ...others] },
    author: row.author ? { address: row.author as Address, name: '' } : null,
    peer: { ip: '', heloName: null, tls: false },
    authentication: row.authentication,
    admitted: {
      hold: false,
      released,
      reasons: row.reasons,
      ...(row.waitsUntil ? { hasWaited: true } : {}),
      ...(row.releasedBy === 'author' ? { confirmed: true } : {}),
      ...(row.coveredFields ? { coveredFields: row.coveredFields } : {}),
    },
    size: row.size,
  };
}
