// An answer that has not gone out yet can be taken back: it, its files and its mails are gone, and its text is given back.
import { and, eq, inArray, isNotNull, isNull, sql } from 'drizzle-orm';
import type { Tx } from '../db/database.ts';
import { attachments, messages } from '../db/schema/messages.ts';
import { outbox } from '../db/schema/outbox.ts';
import type { Change } from '../desk/change.ts';
import { takingBack } from './change.ts';
import type { TicketRow } from './ticket.ts';
import { updateTicket } from './write.ts';

/** For so long an answer can be taken back: then it goes out. */
export const delayMs = 10_000;

export async function delayMails(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx
    .update(outbox)
    .set({ nextAttemptAt: sql`clock_timestamp() + ${delayMs} * interval '1 millisecond'` })
    .where(and(inArray(outbox.id, [...ids]), eq(outbox.state, 'queued')));
}

/** The text; null where a mail of it is already under way, or where the entry is no answer of this author. */
export async function takeBackAnswer(
  tx: Tx,
  ticket: TicketRow,
  { entry, author, known }: Readonly<{ entry: number; author: string; known: (instance: string) => boolean }>,
): Promise<string | null> {
  const [answer] = await tx
    .select()
    .from(messages)
    .where(
      and(
        eq(messages.id, entry),
        eq(messages.ticketNumber, ticket.number),
        eq(messages.kind, 'answer'),
        eq(messages.authorEmail, author),
      ),
    );
  if (!answer) return null;
  // Locked, so that no worker takes one of them meanwhile; a worker may take them once they are due.
  const mails = await tx
    .select({
      state: outbox.state,
      waits: sql<boolean>`${outbox.createdAt} + ${delayMs} * interval '1 millisecond' > clock_timestamp()`,
    })
    .from(outbox)
    .where(eq(outbox.entry, entry))
    .for('update');
  if (mails.length === 0 || !mails.every(({ state, waits }) => state === 'queued' && waits)) return null;
  await tx.delete(outbox).where(eq(outbox.entry, entry));
  await takeBackFields(tx, ticket, { entry, at: answer.createdAt, known });
  await tx.delete(attachments).where(eq(attachments.messageRow, entry));
  await tx.delete(messages).where(eq(messages.id, entry));
  return answer.text;
}

type With = Readonly<{ entry: number; at: Date; known: (instance: string) => boolean }>;

/**
 * The fields that the same transaction changed go with the answer, whose letters told of them: its rows have the same
 * time. What it moved, such as a follower, stays, and has an undo of its own.
 */
async function takeBackFields(tx: Tx, ticket: TicketRow, { entry, at, known }: With): Promise<void> {
  const same = and(
    eq(messages.ticketNumber, ticket.number),
    eq(messages.kind, 'event'),
    isNotNull(messages.changes),
    isNull(messages.moved),
    sql`${messages.createdAt} = (select created_at from messages where id = ${entry})`,
  );
  const events = await tx.select().from(messages).where(same).orderBy(messages.id);
  const byField = Map.groupBy(
    events.flatMap(({ changes }) => changes ?? []),
    ({ field }) => field,
  );
  const back: Change[] = [...byField.values()].map(of => ({ ...of[0]!, to: of.at(-1)!.to }) as Change);
  for (const change of back) {
    const fields = takingBack(ticket, [change], known);
    if (!fields) continue;
    const { instance, ...plain } = fields;
    const named = instance ? { instance: instance.value, instanceKnown: instance.known } : {};
    const since = fields.status ? { statusSince: at } : {};
    await updateTicket(tx, ticket.number, { ...plain, ...named, ...since }, change.field !== 'assignee');
  }
  await tx.delete(messages).where(same);
}
