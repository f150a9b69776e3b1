import { and, eq, sql } from 'drizzle-orm';
import type { Database } from '../db/database.ts';
import { mails } from '../db/schema/mails.ts';
import type { SpooledMail } from '../spool/spooled-mail.ts';
import { announceMails } from './mail-record.ts';

/** Leaves a mail that is not filed to an operator, who may replay it; false where it is filed. */
export async function setAside(db: Database, mail: SpooledMail, why: string): Promise<boolean> {
  await announceMails(db, [mail]);
  const rows = await db
    .update(mails)
    .set({ disposition: 'failed', reasons: sql`array_append(${mails.reasons}, ${why}::text)` })
    .where(and(eq(mails.id, mail.id), eq(mails.disposition, 'pending')))
    .returning({ id: mails.id });
  return rows.length > 0;
}
