import type { Tx } from '../db/database.ts';
import { agentsTold, type Desk, localeFor } from '../desk/desk.ts';
import type { Warning } from '../desk/notice.ts';
import { warnedOf } from '../outbox/rows.ts';
import type { TicketRow } from '../tickets/ticket.ts';
import { enqueueNotifications } from './tell.ts';

/** Warns the agents, at most once an hour of the same problem with the same person. */
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
      locale: localeFor(desk, to.address),
      notice: { kind: 'warning' as const, ...warning },
      budgeted: true,
    }));
  return enqueueNotifications(tx, ticket, { letters, desk });
}
