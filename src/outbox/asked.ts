import { and, gt, inArray, sql } from 'drizzle-orm';
import type { Tx } from '../db/database.ts';
import { closedIn } from '../db/known.ts';
import { outbox } from '../db/schema/outbox.ts';
import { sentAs } from './sent-as.ts';

/** The held mail that our mail with one of these Message-IDs asks about, or null. */
export async function heldMailAskedIn(tx: Tx, messageIds: readonly string[]): Promise<string | null> {
  if (messageIds.length === 0) return null;
  const known = closedIn(tx)?.known;
  if (known) return known.heldMail;
  const rows = await tx.select({ heldMail: outbox.heldMail }).from(outbox).where(sentAs(messageIds));
  return rows.map(({ heldMail }) => heldMail).find(id => id !== null) ?? null;
}

/** The held mails that our mail with one of these Message-IDs lists, in its order. */
export async function heldListIn(tx: Tx, messageIds: readonly string[]): Promise<readonly string[]> {
  if (messageIds.length === 0) return [];
  const rows = await tx.select({ notice: outbox.notice }).from(outbox).where(sentAs(messageIds));
  for (const { notice } of rows) if (notice.kind === 'held-list') return notice.mails.map(({ mail }) => mail);
  return [];
}

/** Those of these people who were told since then that their mail waits, because nothing proves who wrote it. */
export async function toldUnprovenSince(tx: Tx, people: readonly string[], since: Date): Promise<ReadonlySet<string>> {
  if (people.length === 0) return new Set();
  const letter = and(
    inArray(outbox.recipientEmail, [...people]),
    gt(outbox.createdAt, since),
    sql`${outbox.notice} ->> 'notTaken' = 'unproven'`,
  );
  const rows = await tx.select({ to: outbox.recipientEmail }).from(outbox).where(letter);
  return new Set(rows.map(({ to }) => to));
}

/** Whether agents got a list of held mail since then. */
export async function heldListSentSince(tx: Tx, since: Date): Promise<boolean> {
  const list = and(
    sql`${outbox.budgeted}`,
    gt(outbox.createdAt, since),
    sql`${outbox.notice} ->> 'kind' = 'held-list'`,
  );
  const [row] = await tx.select({ id: outbox.id }).from(outbox).where(list).limit(1);
  return row !== undefined;
}
