import { and, eq, inArray } from 'drizzle-orm';
import type { Tx } from '../db/database.ts';
import { closedOn } from '../db/known.ts';
import { attachments, messages } from '../db/schema/messages.ts';

/** Those of these hashes whose files the ticket has already. */
export async function filesOnTicket(
  tx: Tx,
  ticketNumber: number,
  hashes: readonly string[],
): Promise<ReadonlySet<string>> {
  if (hashes.length === 0) return new Set();
  const known = closedOn(tx, ticketNumber)?.known;
  if (known) return known.files;
  const rows = await tx
    .selectDistinct({ sha256: attachments.sha256 })
    .from(attachments)
    .innerJoin(messages, eq(messages.id, attachments.messageRow))
    .where(and(eq(messages.ticketNumber, ticketNumber), inArray(attachments.sha256, [...hashes])));
  return new Set(rows.map(({ sha256 }) => sha256));
}
