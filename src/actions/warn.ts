import type { Tx } from '../db/database.ts';
import { agentsTold, type Desk, localeFor } from '../desk/desk.ts';
import type { Warning } from '../desk/notice.ts';
import { warnedOf } from '../outbox/rows.ts';
import type { TicketRow } from '../tickets/ticket.ts';
import { enqueueNotifications } from './tell.ts';

/** Tells the agents what one of them should look at: of the same thing about the same person once an hour. */
export async function warnAgents(
  tx: Tx,
  ticket: TicketRow,
  { warning, desk }: { warning: Warning; desk: Desk },
): Promise<string[]> {
  if (await warnedOf(tx, warning)) return [];
  const letters = agentsTold(desk)
    .filter(({ address }) => address !== warning.who.address)
    .map(to => ({
      to,
      role: 'agent' as const,
      locale: localeFor(desk, to.address, 'en'),
      notice: { kind: 'warning' as const, ...warning },
      budgeted: true,
    }));
  return enqueueNotifications(tx, ticket, { letters, desk });
}
