import { and, eq, isNotNull } from 'drizzle-orm';
import type { Tx } from '../db/database.ts';
import { mails } from '../db/schema/mails.ts';
import type { Address } from '../mail/address.ts';

/** The addresses of which this author has been told that they do not follow this ticket. */
export async function toldOf(tx: Tx, ticketNumber: number, author: Address): Promise<ReadonlySet<string>> {
  const rows = await tx
    .select({ leftOut: mails.leftOut })
    .from(mails)
    .where(and(eq(mails.ticketNumber, ticketNumber), eq(mails.author, author), isNotNull(mails.leftOut)));
  return new Set(rows.flatMap(({ leftOut }) => leftOut ?? []));
}
