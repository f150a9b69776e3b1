import type { Tx } from '../db/database.ts';
import { outbox } from '../db/schema/outbox.ts';
import { sentAs } from './sent-as.ts';

/** The held mail that our mail with one of these Message-IDs asks about, or null. */
export async function heldMailAskedIn(tx: Tx, messageIds: readonly string[]): Promise<string | null> {
  if (messageIds.length === 0) return null;
  const rows = await tx.select({ heldMail: outbox.heldMail }).from(outbox).where(sentAs(messageIds));
  return rows.map(({ heldMail }) => heldMail).find(id => id !== null) ?? null;
}
