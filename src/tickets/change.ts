import type { Tx } from '../db/database.ts';
import type { Actor } from '../desk/actor.ts';
import type { Change } from '../desk/change.ts';
import type { Address } from '../mail/address.ts';
import { addEvent } from './events.ts';
import type { NewTicket, TicketRow } from './ticket.ts';
import { updateTicket } from './write.ts';

export type WantedChange = Readonly<{
  status?: TicketRow['status'];
  priority?: TicketRow['priority'];
  instance?: Readonly<{ value: string | null; known: boolean }>;
  assignee?: Address | null;
}>;

/** What the change would alter; empty where the ticket has these values already. */
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

/** The actor of a change; `undoes` is the event that it takes back. */
export type ChangeOf = Readonly<{ actor: Actor; undoes?: number; automatic?: boolean }>;

/** Makes the change and records it as an event of the thread; returns what changed. */
export async function changeTicket(
  tx: Tx,
  ticket: TicketRow,
  { actor, undoes, automatic, ...wanted }: WantedChange & ChangeOf,
): Promise<Change[]> {
  const changes = changesTo(ticket, wanted);
  if (changes.length === 0) return [];
  const { instance, ...plain } = wanted;
  const changed = {
    ...plain,
    ...(instance ? { instance: instance.value, instanceKnown: instance.known } : {}),
    ...(changes.some(({ field }) => field === 'status') ? { statusSince: new Date() } : {}),
  };
  // Who works on it is for agents only.
  const isShown = changes.some(({ field }) => field !== 'assignee');
  await updateTicket(tx, ticket.number, changed, isShown);
  const text = changes.map(({ field, from, to }) => `${field}: ${from ?? 'none'} -> ${to ?? 'none'}`).join('\n');
  const event = { text, changes, actor, automatic: automatic ?? false };
  await addEvent(tx, ticket.number, { ...event, ...(undoes === undefined ? {} : { undoes }) });
  return changes;
}

/** The change that takes these changes back; null where one of their fields has been changed again since. */
export function takingBack(
  ticket: TicketRow,
  changes: readonly Change[],
  known: (instance: string) => boolean,
): WantedChange | null {
  if (changes.some(({ field, to }) => field === 'requester' || ticket[field] !== to)) return null;
  const before = Object.fromEntries(changes.map(({ field, from }) => [field, from])) as Partial<NewTicket>;
  const { instance, ...plain } = before;
  const named =
    instance === undefined ? {} : { instance: { value: instance, known: instance !== null && known(instance) } };
  return { ...plain, ...named } as WantedChange;
}
