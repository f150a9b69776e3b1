import type { Tx } from '../db/database.ts';
import type { Close } from '../desk/action.ts';
import { changeTicket } from '../tickets/change.ts';
import { followersOf, type TicketRow } from '../tickets/ticket.ts';
import type { Order, Performed } from './performed.ts';
import { tellThread } from './tell.ts';

/** Closes a ticket that has been resolved for `days`, and tells everyone how to reopen it. */
export async function close(tx: Tx, ticket: TicketRow, { days }: Close, order: Order): Promise<Performed> {
  await changeTicket(tx, ticket, { status: 'closed', actor: order.actor, automatic: true });
  const following = await followersOf(tx, ticket.number);
  const { followUpAfterDays: reopenDays } = order.desk.rules;
  const notice = () => ({ kind: 'closed', days, into: null, reopenDays }) as const;
  return { outboxIds: await tellThread(tx, { ticket, following, notice }, order) };
}
