import { and, eq, isNotNull, sql } from 'drizzle-orm';
import type { Database } from '../db/database.ts';
import { mails } from '../db/schema/mails.ts';
import type { Address } from '../mail/address.ts';
import type { SpooledMail } from '../spool/spooled-mail.ts';

/** The channel on which it is said that held mail was let in. */
export const mailReleased = 'postern_released';

const decided = (words: string) => sql`array_append(${mails.reasons}, ${words}::text)`;
const isHeld = (id: string) => and(eq(mails.id, id), eq(mails.disposition, 'held'));

/** Makes it pending again, for a worker to file; false when it is not held. */
export async function releaseHeld(db: Database, id: string): Promise<boolean> {
  return db.transaction(async tx => {
    const values = {
      disposition: 'pending' as const,
      releasedAt: new Date(),
      reasons: decided('let in by an operator'),
    };
    const rows = await tx.update(mails).set(values).where(isHeld(id)).returning({ id: mails.id });
    await tx.execute(sql.raw(`notify ${mailReleased}`));
    return rows.length > 0;
  });
}

export async function dropHeld(db: Database, id: string): Promise<boolean> {
  const values = { disposition: 'ignored' as const, reasons: decided('kept out by an operator') };
  const rows = await db.update(mails).set(values).where(isHeld(id)).returning({ id: mails.id });
  return rows.length > 0;
}

/** Mail that was let in and is not filed yet. */
export async function releasedMails(db: Database): Promise<string[]> {
  const rows = await db
    .select({ id: mails.id })
    .from(mails)
    .where(and(eq(mails.disposition, 'pending'), isNotNull(mails.releasedAt)));
  return rows.map(({ id }) => id);
}

/** What the spool knew of a mail that was let in; its bytes are in the store by now. */
export async function releasedMail(db: Database, id: string): Promise<SpooledMail | null> {
  const [row] = await db.select().from(mails).where(eq(mails.id, id));
  if (row?.disposition !== 'pending' || row.releasedAt === null) return null;
  const [first, ...others] = row.rcptTo as Address[];
  return {
    id,
    receivedAt: row.receivedAt.toISOString(),
    envelope: { mailFrom: row.mailFrom as Address | null, rcptTo: [first!, ...others] },
    author: row.author ? { address: row.author as Address, name: '' } : null,
    peer: { ip: '', heloName: null, tls: false },
    authentication: row.authentication,
    admitted: { hold: false, letIn: true, reasons: row.reasons },
    size: row.size,
  };
}
