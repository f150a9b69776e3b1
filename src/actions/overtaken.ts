import type { Tx } from '../db/database.ts';
import type { Action } from '../desk/action.ts';
import type { TicketRow } from '../tickets/ticket.ts';
import { newestWords } from '../tickets/write.ts';

/** Whether the ticket has entries or values that the actor had not seen. */
export async function isOvertaken(tx: Tx, ticket: TicketRow, actions: readonly Action[]): Promise<boolean> {
  for (const action of actions) {
    if (action.do === 'set' && hasChanged(ticket, action.from ?? {})) return true;
    if ('seen' in action && action.seen !== undefined && (await newestWords(tx, ticket.number)) > action.seen)
      return true;
  }
  return false;
}

const hasChanged = (
  ticket: TicketRow,
  from: Partial<Pick<TicketRow, 'status' | 'priority' | 'instance' | 'assignee'>>,
) =>
  (['status', 'priority', 'instance', 'assignee'] as const).some(
    field => from[field] !== undefined && from[field] !== ticket[field],
  );
