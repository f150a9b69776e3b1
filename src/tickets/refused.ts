// Mail that was refused but kept, so that the relay that handed it over sends no DSN.
import { and, asc, count, eq, gt, inArray, lt, sql } from 'drizzle-orm';
import type { Database, Tx } from '../db/database.ts';
import { mails } from '../db/schema/mails.ts';
import { outbox } from '../db/schema/outbox.ts';
import type { Address } from '../mail/address.ts';

export async function refusedBefore(db: Database, before: Date, limit: number): Promise<string[]> {
  const rows = await db
    .select({ id: mails.id })
    .from(mails)
    .where(and(eq(mails.disposition, 'refused'), lt(mails.receivedAt, before)))
    .orderBy(asc(mails.receivedAt))
    .limit(limit);
  return rows.map(({ id }) => id);
}

/** Deletes only mails that are still refused: an operator may have replayed one meanwhile. */
export async function forgetMails(db: Database, ids: readonly string[]): Promise<void> {
  await db.delete(mails).where(and(inArray(mails.id, [...ids]), eq(mails.disposition, 'refused')));
}

export async function countRefused(db: Database): Promise<number> {
  const [row] = await db.select({ mails: count() }).from(mails).where(eq(mails.disposition, 'refused'));
  return row?.mails ?? 0;
}

/** Whether help was sent to this address since then. Locks the address until `tx` ends: two mails get one help. */
export async function wasHelpedSince(tx: Tx, address: Address, since: Date): Promise<boolean> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`help ${address}`}, 0))`);
  const [row] = await tx
    .select({ id: outbox.id })
    .from(outbox)
    .where(
      and(eq(outbox.recipientEmail, address), gt(outbox.createdAt, since), sql`${outbox.notice} ->> 'kind' = 'help'`),
    )
    .limit(1);
  return row !== undefined;
}
