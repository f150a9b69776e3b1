import { and, eq, isNotNull, or } from 'drizzle-orm';
import type { Database } from '../../db/database.ts';
import { messages } from '../../db/schema/messages.ts';
import type { Change } from '../../desk/change.ts';
import type { Moved } from '../../desk/moved.ts';

export type EventFacts = Readonly<{ changes: readonly Change[]; moved: Moved | null }>;

/** What each event of a ticket changed and moved, by the id of the event. */
export async function eventsOf(db: Database, ticketNumber: number): Promise<ReadonlyMap<string, EventFacts>> {
  const rows = await db
    .select({ id: messages.id, changes: messages.changes, moved: messages.moved })
    .from(messages)
    .where(
      and(
        eq(messages.ticketNumber, ticketNumber),
        eq(messages.kind, 'event'),
        or(isNotNull(messages.changes), isNotNull(messages.moved)),
      ),
    );
  return new Map(rows.map(({ id, changes, moved }) => [String(id), { changes: changes ?? [], moved }]));
}
