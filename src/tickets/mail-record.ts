import { and, eq, ne } from 'drizzle-orm';
import type { Database, Tx } from '../db/database.ts';
import { mails } from '../db/schema/mails.ts';
import type { SpooledMail } from '../spool/spooled-mail.ts';

export type Disposition = (typeof mails.$inferSelect)['disposition'];
export type Conclusion = Readonly<{
  disposition: Disposition;
  ticketNumber?: number | null;
  reasons: readonly string[];
  /** Of a held mail: the ticket whose requester is to say, or the Message-IDs that it waits for. */
  heldFor?: number;
  awaits?: readonly string[];
}>;
/** `done`: somebody has filed it before; `duplicate`: another delivery of the mail `of`. */
export type Claim =
  | Readonly<{ kind: 'fresh' | 'done' }>
  | Readonly<{ kind: 'duplicate'; of: string; ticketNumber: number | null }>;

/** Says that a mail is here, before anybody has looked into it; nothing for those that are known. */
export async function announceMails(db: Database, arrived: readonly SpooledMail[]): Promise<void> {
  if (arrived.length === 0) return;
  const rows = arrived.map(mail => ({
    id: mail.id,
    receivedAt: new Date(mail.receivedAt),
    mailFrom: mail.envelope.mailFrom,
    rcptTo: [...mail.envelope.rcptTo],
    author: mail.author?.address ?? null,
    size: mail.size,
    reasons: [...mail.admitted.reasons],
    authentication: mail.authentication,
  }));
  await db.insert(mails).values(rows).onConflictDoNothing();
}

/** Locks the mail's row until the transaction ends, and looks for another delivery of the same mail. */
export async function claimMail(
  tx: Tx,
  mail: SpooledMail,
  found: Readonly<{ subject: string; messageId: string | null; fingerprint: string }>,
): Promise<Claim> {
  await announceMails(tx, [mail]);
  const [row] = await tx
    .select({ disposition: mails.disposition })
    .from(mails)
    .where(eq(mails.id, mail.id))
    .for('update');
  if (row?.disposition !== 'pending') return { kind: 'done' };
  const { fingerprint, ...shown } = found;
  const [first] = await tx
    .select()
    .from(mails)
    .where(and(eq(mails.fingerprint, fingerprint), ne(mails.id, mail.id)));
  await tx
    .update(mails)
    .set({ ...shown, ...(first ? {} : { fingerprint }) })
    .where(eq(mails.id, mail.id));
  return first ? { kind: 'duplicate', of: first.id, ticketNumber: first.ticketNumber } : { kind: 'fresh' };
}

export async function concludeMail(tx: Tx | Database, mail: SpooledMail, conclusion: Conclusion): Promise<void> {
  const { disposition, ticketNumber = null, reasons, heldFor = null, awaits } = conclusion;
  await tx
    .update(mails)
    .set({
      disposition,
      ticketNumber,
      heldFor,
      awaits: awaits ? [...awaits] : null,
      reasons: [...mail.admitted.reasons, ...reasons],
    })
    .where(eq(mails.id, mail.id));
}
