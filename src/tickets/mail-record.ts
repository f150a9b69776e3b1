import { and, eq, inArray, ne, notInArray, or, type SQL, sql } from 'drizzle-orm';
import type { Database, Tx } from '../db/database.ts';
import { closedIn } from '../db/known.ts';
import { mails } from '../db/schema/mails.ts';
import type { ReportedDelivery } from '../mail/report.ts';
import type { SpooledMail } from '../spool/spooled-mail.ts';

export type Disposition = (typeof mails.$inferSelect)['disposition'];
export type Conclusion = Readonly<{
  disposition: Disposition;
  ticketNumber?: number | null;
  reasons: readonly string[];
  /** A hash of its words, to find mails that say the same. */
  contentHash?: string;
  /** Of a held mail: the ticket whose requester has to decide, or the Message-IDs that it waits for. */
  heldForTicket?: number;
  awaitsMessageIds?: readonly string[];
  waitsUntil?: Date;
  /** The people copied in who do not follow; the author is told of them. */
  leftOut?: readonly string[];
  reports?: readonly ReportedDelivery[];
}>;
/** `done`: it was filed before; `duplicate`: another delivery of the mail `of`. */
export type Claim =
  | Readonly<{ kind: 'fresh' | 'done' }>
  | Readonly<{ kind: 'duplicate'; of: string; ticketNumber: number | null }>;

/** Lists mail that has arrived and is not read yet. Mails that have a row keep it unchanged. */
export async function announceMails(db: Database, arrived: readonly SpooledMail[]): Promise<void> {
  if (arrived.length === 0) return;
  await db.insert(mails).values(arrived.map(rowOf)).onConflictDoNothing();
}

/** A mail's row before it is filed. */
export const rowOf = (mail: SpooledMail): typeof mails.$inferInsert => ({
  id: mail.id,
  receivedAt: new Date(mail.receivedAt),
  via: mail.via,
  mailFrom: mail.envelope.mailFrom,
  rcptTo: [...mail.envelope.rcptTo],
  author: mail.author?.address ?? null,
  size: mail.size,
  peer: mail.peer.ip || null,
  heloName: mail.peer.heloName?.slice(0, 255) ?? null,
  reasons: [...mail.admitted.reasons],
  authentication: mail.authentication,
  coveredFields: mail.admitted.coveredFields ? [...mail.admitted.coveredFields] : null,
});

/** Locks the mail's row until the transaction ends, and looks for another delivery of the same mail. */
export async function claimMail(
  tx: Tx,
  mail: SpooledMail,
  found: Readonly<{ subject: string; messageId: string | null; fingerprint: string }>,
): Promise<Claim> {
  const collected = closedIn(tx)?.collected;
  if (collected) {
    collected.mail = { ...rowOf(mail), ...found };
    return { kind: 'fresh' };
  }
  const { fingerprint, ...shown } = found;
  const same = and(ne(mails.id, mail.id), or(eq(mails.fingerprint, fingerprint), hasSignatureOf(mail)));
  const copy = tx.$with('copy').as(tx.select({ id: mails.id }).from(mails).where(same).limit(1));
  const isRepeated = sql<boolean>`exists (select from ${copy})`;
  // One statement: inserts the row, or locks the existing one. It returns no row for a mail that is filed.
  const [row] = await tx
    .with(copy)
    .insert(mails)
    .values({ ...rowOf(mail), ...shown, fingerprint: sql`case when not ${isRepeated} then ${fingerprint}::text end` })
    .onConflictDoUpdate({
      target: mails.id,
      set: { ...shown, fingerprint: sql`coalesce(excluded.fingerprint, ${mails.fingerprint})` },
      setWhere: eq(mails.disposition, 'pending'),
    })
    .returning({ isRepeated });
  if (!row) return { kind: 'done' };
  return row.isRepeated ? repeated(tx, mail, { same, fingerprint }) : { kind: 'fresh' };
}

/**
 * Records what a refused mail contains and locks its row; false where it is filed already. It stores no fingerprint,
 * so a refused mail never makes another delivery of it a duplicate.
 */
export async function claimRefused(
  tx: Tx,
  mail: SpooledMail,
  shown: Readonly<{ subject: string; messageId: string | null }>,
): Promise<boolean> {
  const rows = await tx
    .insert(mails)
    .values({ ...rowOf(mail), ...shown })
    .onConflictDoUpdate({ target: mails.id, set: shown, setWhere: eq(mails.disposition, 'pending') })
    .returning({ id: mails.id });
  return rows.length > 0;
}

async function repeated(
  tx: Tx,
  mail: SpooledMail,
  { same, fingerprint }: { same: SQL | undefined; fingerprint: string },
): Promise<Claim> {
  const copies = await tx.select().from(mails).where(same);
  const first = copies.find(copy => !isOvertaken(copy, mail));
  if (first) return { kind: 'duplicate', of: first.id, ticketNumber: first.ticketNumber };
  await overtake(tx, copies, mail);
  await tx.update(mails).set({ fingerprint }).where(eq(mails.id, mail.id));
  return { kind: 'fresh' };
}

/**
 * A copy that reached no ticket must not keep the mail itself out: an attacker may have sent the copy to another
 * address, or with other fields, to arrive first. Of two that came in the same way the first one counts.
 */
function isOvertaken(copy: typeof mails.$inferSelect, mail: SpooledMail): boolean {
  const { disposition } = copy;
  if (disposition === 'ignored') return copy.keptOutBy === null;
  if (disposition === 'held') return !mail.admitted.hold && !(cameAlike(copy, mail) && isLookedInto(copy));
  return (disposition === 'auto-reply' || disposition === 'dsn') && !cameAlike(copy, mail);
}

/** It is held for a ticket, or as part of a loop. */
const isLookedInto = ({ heldForTicket, contentHash }: typeof mails.$inferSelect): boolean =>
  heldForTicket !== null || contentHash !== null;

const cameAlike = (copy: typeof mails.$inferSelect, { envelope, admitted }: SpooledMail): boolean =>
  copy.mailFrom === envelope.mailFrom &&
  sameNames(copy.rcptTo, envelope.rcptTo) &&
  sameNames(copy.coveredFields ?? ['*'], admitted.coveredFields ?? ['*']);

const sameNames = (some: readonly string[], others: readonly string[]): boolean =>
  some.length === others.length && some.every(name => others.includes(name));

async function overtake(tx: Tx, copies: readonly { id: string }[], { id: by }: SpooledMail): Promise<void> {
  if (copies.length === 0) return;
  const reasons = sql`array_append(${mails.reasons}, ${`the same mail as ${by}, which took its place`}::text)`;
  const ids = copies.map(({ id }) => id);
  await tx.update(mails).set({ disposition: 'duplicate', fingerprint: null, reasons }).where(inArray(mails.id, ids));
}

/** The ids of its aligned DKIM signatures. */
export const signatureIdsOf = ({ authentication }: SpooledMail): string[] =>
  authentication?.aligned.flatMap(({ signatureId }) => signatureId ?? []) ?? [];

/**
 * A DKIM signature is made once, so an equal one means the same mail, whatever stands in the fields that it does not
 * cover. Of two mails that are not filed yet, neither is a copy of the other.
 */
function hasSignatureOf(mail: SpooledMail): SQL | undefined {
  const signed = signatureIdsOf(mail).map(
    signatureId => sql`(${mails.authentication} -> 'aligned') @> ${JSON.stringify([{ signatureId }])}::jsonb`,
  );
  return signed.length === 0
    ? undefined
    : and(or(...signed), notInArray(mails.disposition, ['pending', 'duplicate', 'failed', 'refused']));
}

export async function concludeMail(tx: Tx | Database, mail: SpooledMail, conclusion: Conclusion): Promise<void> {
  const collected = closedIn(tx)?.collected;
  if (collected) {
    collected.mail = { ...collected.mail!, ...concluded(mail, conclusion) };
    return;
  }
  await tx
    .update(mails)
    .set({ ...concluded(mail, conclusion), filedAt: sql`clock_timestamp()` })
    .where(eq(mails.id, mail.id));
}

function concluded(mail: SpooledMail, conclusion: Conclusion) {
  const {
    disposition,
    ticketNumber = null,
    reasons,
    contentHash,
    heldForTicket = null,
    awaitsMessageIds,
    waitsUntil,
    leftOut,
    reports = [],
  } = conclusion;
  return {
    disposition,
    ticketNumber,
    heldForTicket,
    awaitsMessageIds: awaitsMessageIds ? [...awaitsMessageIds] : null,
    ...(waitsUntil ? { waitsUntil } : {}),
    ...(leftOut && leftOut.length > 0 ? { leftOut: [...leftOut] } : {}),
    ...(reports.length > 0 ? { reports } : {}),
    reasons: [...mail.admitted.reasons, ...reasons],
    ...(contentHash === undefined ? {} : { contentHash }),
  };
}

const maxAttempts = 20;

/**
 * Counts a failed attempt; true when there were so many that a person has to look. Nothing is counted while the
 * database is away, and then the mail is not the cause either.
 */
export async function countFailure(db: Database, mailId: string, why: string): Promise<boolean> {
  // One statement: between two of them another worker could file the mail.
  const last = sql`${mails.attempts} + 1 >= ${maxAttempts}`;
  const [row] = await db
    .update(mails)
    .set({
      attempts: sql`${mails.attempts} + 1`,
      disposition: sql`case when ${last} then 'failed' else ${mails.disposition} end`,
      reasons: sql`case when ${last} then array_append(${mails.reasons}, ${why}::text) else ${mails.reasons} end`,
    })
    .where(and(eq(mails.id, mailId), eq(mails.disposition, 'pending')))
    .returning({ disposition: mails.disposition });
  return row?.disposition === 'failed';
}
