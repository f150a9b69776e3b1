// Events record what was done to a ticket, by whom and through which door. Undo reads only events.
import { and, desc, eq, isNotNull, isNull, notExists, or } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Tx } from '../db/database.ts';
import { messages } from '../db/schema/messages.ts';
import type { Actor } from '../desk/actor.ts';
import type { Change } from '../desk/change.ts';
import type { Moved } from '../desk/moved.ts';
import { addEntry } from './write.ts';

export type Event = Readonly<{
  text: string;
  actor: Actor;
  /** Empty for an act that changed no field; missing for an event that cannot be undone. */
  changes?: readonly Change[];
  moved?: Moved;
  /** The event that it takes back. */
  undoes?: number;
  /** It followed from another act and was not ordered itself. */
  automatic?: boolean;
}>;

/** Returns the event's id. */
export async function addEvent(tx: Tx, ticketNumber: number, { actor, ...event }: Event): Promise<number> {
  const { as: actedAs, mailbox, via } = actor;
  const author = mailbox ? { authorEmail: mailbox.address, authorName: mailbox.name || null } : {};
  const message = { kind: 'event' as const, ...event, ...author, actedAs, via };
  return addEntry(tx, ticketNumber, { message, attachments: [] });
}

export type PastAct = Readonly<{ event: number; changes: readonly Change[]; moved: Moved | null }>;

/**
 * The last act that this actor may take back: one of their own or, for an agent, one of an unnamed operator.
 * Automatic changes, undos and acts that were undone are skipped.
 */
export async function lastActOf(tx: Tx, ticketNumber: number, { as, mailbox }: Actor): Promise<PastAct | null> {
  const undoing = alias(messages, 'undoing');
  const own = mailbox ? eq(messages.authorEmail, mailbox.address) : undefined;
  const nameless = and(eq(messages.actedAs, 'operator'), isNull(messages.authorEmail));
  const [row] = await tx
    .select({ event: messages.id, changes: messages.changes, moved: messages.moved })
    .from(messages)
    .where(
      and(
        eq(messages.ticketNumber, ticketNumber),
        as === 'agent' || as === 'operator' ? or(own, nameless) : own,
        eq(messages.kind, 'event'),
        eq(messages.automatic, false),
        isNotNull(messages.changes),
        isNull(messages.undoes),
        notExists(tx.select().from(undoing).where(eq(undoing.undoes, messages.id))),
      ),
    )
    .orderBy(desc(messages.id))
    .limit(1);
  return row ? { ...row, changes: row.changes ?? [] } : null;
}
