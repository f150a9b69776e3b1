import { and, desc, eq, inArray, isNotNull, isNull, notExists } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Tx } from '../db/database.ts';
import { messages } from '../db/schema/messages.ts';
import type { Change } from '../desk/change.ts';
import type { Moved } from '../desk/moved.ts';
import type { Address, Mailbox } from '../mail/address.ts';
import type { NewTicket, TicketRow } from './ticket.ts';
import { addEntry, updateTicket } from './write.ts';

export type WantedChange = Readonly<{
  status?: TicketRow['status'];
  priority?: TicketRow['priority'];
  instance?: Readonly<{ value: string | null; known: boolean }>;
  assignee?: Address | null;
}>;

/** What would be different afterwards; empty when the ticket is so already. */
export function changesTo(ticket: TicketRow, wanted: WantedChange): Change[] {
  const changes: Change[] = [];
  if (wanted.status && wanted.status !== ticket.status) {
    changes.push({ field: 'status', from: ticket.status, to: wanted.status });
  }
  if (wanted.priority !== undefined && wanted.priority !== ticket.priority) {
    changes.push({ field: 'priority', from: ticket.priority, to: wanted.priority });
  }
  if (wanted.instance && wanted.instance.value !== ticket.instance) {
    changes.push({ field: 'instance', from: ticket.instance, to: wanted.instance.value });
  }
  if (wanted.assignee !== undefined && wanted.assignee !== ticket.assignee) {
    changes.push({ field: 'assignee', from: ticket.assignee, to: wanted.assignee });
  }
  return changes;
}

/** Who made an event; null where time did, or the command line. `undoes` is the event that it takes back. */
export type EventOf = Readonly<{ by: Mailbox | null; undoes?: number }>;

/** Makes the change and writes it down as an event of the thread; answers what changed. */
export async function changeTicket(
  tx: Tx,
  ticket: TicketRow,
  { by = null, undoes, ...wanted }: WantedChange & Partial<EventOf>,
): Promise<Change[]> {
  const changes = changesTo(ticket, wanted);
  if (changes.length === 0) return [];
  const { instance, ...plain } = wanted;
  await updateTicket(tx, ticket.number, {
    ...plain,
    ...(instance ? { instance: instance.value, instanceKnown: instance.known } : {}),
    ...(changes.some(({ field }) => field === 'status') ? { statusSince: new Date() } : {}),
  });
  const text = changes.map(({ field, from, to }) => `${field}: ${from ?? 'none'} -> ${to ?? 'none'}`).join('\n');
  await addEvent(tx, ticket.number, { text, changes, by, ...(undoes === undefined ? {} : { undoes }) });
  return changes;
}

type Event = EventOf & Readonly<{ text: string; changes?: readonly Change[]; moved?: Moved }>;

/** `changes` is empty for what changed no field, and missing for what nobody would undo. */
export async function addEvent(tx: Tx, ticketNumber: number, { by, ...event }: Event): Promise<void> {
  const author = by ? { authorEmail: by.address, authorName: by.name || null } : {};
  await addEntry(tx, ticketNumber, { message: { kind: 'event', ...event, ...author }, attachments: [] });
}

export type LastChange = Readonly<{ event: number; changes: readonly Change[]; moved: Moved | null }>;

/** Somebody's last change of a ticket that is not undone yet. */
export async function lastChangeBy(tx: Tx, ticketNumber: number, by: Address): Promise<LastChange | null> {
  const undoing = alias(messages, 'undoing');
  const [row] = await tx
    .select({ event: messages.id, changes: messages.changes, moved: messages.moved })
    .from(messages)
    .where(
      and(
        eq(messages.ticketNumber, ticketNumber),
        eq(messages.authorEmail, by),
        inArray(messages.kind, ['event']),
        isNotNull(messages.changes),
        isNull(messages.undoes),
        notExists(tx.select().from(undoing).where(eq(undoing.undoes, messages.id))),
      ),
    )
    .orderBy(desc(messages.id))
    .limit(1);
  return row ? { ...row, changes: row.changes ?? [] } : null;
}

/** What takes a change back; null where the ticket has been changed again since. */
export function takingBack(
  ticket: TicketRow,
  changes: readonly Change[],
  known: (instance: string) => boolean,
): WantedChange | null {
  if (changes.some(({ field, to }) => ticket[field] !== to)) return null;
  const before = Object.fromEntries(changes.map(({ field, from }) => [field, from])) as Partial<NewTicket>;
  const { instance, ...plain } = before;
  const named =
    instance === undefined ? {} : { instance: { value: instance, known: instance !== null && known(instance) } };
  return { ...plain, ...named } as WantedChange;
}
