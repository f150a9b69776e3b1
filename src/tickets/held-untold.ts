// Held mail of which agents have not been told yet.
import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { Tx } from '../db/database.ts';
import { mails } from '../db/schema/mails.ts';

export type UntoldMail = Readonly<
  Pick<
    typeof mails.$inferSelect,
    'id' | 'author' | 'subject' | 'receivedAt' | 'rcptTo' | 'reasons' | 'mailFrom' | 'messageId' | 'authentication'
  >
>;

const told = 'agents are told of it';

/** The oldest first. Mail about which somebody was asked, or which waits for its thread, is not among them. */
export const heldUntold = (tx: Tx, atMost: number): Promise<UntoldMail[]> =>
  tx
    .select({
      id: mails.id,
      author: mails.author,
      subject: mails.subject,
      receivedAt: mails.receivedAt,
      rcptTo: mails.rcptTo,
      reasons: mails.reasons,
      mailFrom: mails.mailFrom,
      messageId: mails.messageId,
      authentication: mails.authentication,
    })
    .from(mails)
    .where(
      and(
        eq(mails.disposition, 'held'),
        isNull(mails.heldForTicket),
        // An agent's own mail, which waits for `send`.
        isNull(mails.ticketNumber),
        isNull(mails.waitsUntil),
        sql`not (${told}::text = any(${mails.reasons}))`,
      ),
    )
    .orderBy(asc(mails.receivedAt))
    .limit(atMost);

export async function markTold(tx: Tx, ids: readonly string[]): Promise<void> {
  await tx
    .update(mails)
    .set({ reasons: sql`array_prepend(${told}::text, ${mails.reasons})` })
    .where(inArray(mails.id, [...ids]));
}
