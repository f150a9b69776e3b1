// The rows of the outbox as jobs and filing see them.
import { and, eq, gt, inArray, ne, sql } from 'drizzle-orm';
import type { Database, Tx } from '../db/database.ts';
import { outbox } from '../db/schema/outbox.ts';
import type { Warning } from '../desk/notice.ts';
import { withSesForms } from '../mail/message-id.ts';
import { sentAs } from './sent-as.ts';

export type OutboxRow = Readonly<typeof outbox.$inferSelect>;
export type OutboxChange = Partial<typeof outbox.$inferInsert>;

const hourMs = 3_600_000;

/** The row, locked until the transaction ends. Null where there is none. */
export async function lockOutboxRow(tx: Tx, id: string): Promise<OutboxRow | null> {
  const [row] = await tx.select().from(outbox).where(eq(outbox.id, id)).for('update');
  return row ?? null;
}

/** Our mail of a ticket that has one of these Message-IDs, the first of them that is ours; null where none is. */
export async function sentMailOf(tx: Database | Tx, ids: readonly string[]): Promise<OutboxRow | null> {
  if (ids.length === 0) return null;
  const rows = await tx.select().from(outbox).where(sentAs(ids));
  const isOf = (row: OutboxRow) => (id: string) => id === row.messageId || id === row.relayedAs;
  const place = (row: OutboxRow) => withSesForms(ids).findIndex(isOf(row));
  return rows.sort((a, b) => place(a) - place(b))[0] ?? null;
}

export async function updateOutboxRow(tx: Tx, id: string, change: OutboxChange): Promise<void> {
  await tx.update(outbox).set(change).where(eq(outbox.id, id));
}

/** Whether another mail to this recipient on this ticket has failed already. */
export async function failedBefore(tx: Tx, { id, recipientEmail, ticketNumber }: OutboxRow): Promise<boolean> {
  if (ticketNumber === null) return false;
  const before = and(
    eq(outbox.ticketNumber, ticketNumber),
    eq(outbox.recipientEmail, recipientEmail),
    inArray(outbox.state, ['failed', 'undeliverable']),
    ne(outbox.id, id),
  );
  const [row] = await tx.select({ id: outbox.id }).from(outbox).where(before).limit(1);
  return row !== undefined;
}

/** Whether agents got this warning about this person within the last hour. */
export async function warnedOf(tx: Tx, { about, who }: Warning): Promise<boolean> {
  const same = and(
    sql`${outbox.budgeted}`,
    gt(outbox.createdAt, new Date(Date.now() - hourMs)),
    sql`${outbox.notice} ->> 'about' = ${about}`,
    sql`${outbox.notice} -> 'who' ->> 'address' = ${who.address}`,
  );
  const [row] = await tx.select({ id: outbox.id }).from(outbox).where(same).limit(1);
  return row !== undefined;
}
