import type { Tx } from '../db/database.ts';
import type { Change } from '../outbox/notice.ts';
import type { TicketRow } from './ticket.ts';
import { addEntry, updateTicket } from './write.ts';

export type WantedChange = Readonly<{
  status?: TicketRow['status'];
  priority?: TicketRow['priority'];
  instance?: Readonly<{ value: string; known: boolean }>;
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
  return changes;
}

/** Makes the change and writes it down as an event of the thread; answers what changed. */
export async function changeTicket(tx: Tx, ticket: TicketRow, wanted: WantedChange): Promise<Change[]> {
  const changes = changesTo(ticket, wanted);
  if (changes.length === 0) return [];
  const { instance, ...plain } = wanted;
  await updateTicket(tx, ticket.number, {
    ...plain,
    ...(instance ? { instance: instance.value, instanceKnown: instance.known } : {}),
  });
  const text = changes.map(({ field, from, to }) => `${field}: ${from ?? 'none'} -> ${to ?? 'none'}`).join('\n');
  await addEntry(tx, ticket.number, { message: { kind: 'event', text }, attachments: [] });
  return changes;
}
