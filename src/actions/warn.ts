import { and, gt, sql } from 'drizzle-orm';
import type { Tx } from '../db/database.ts';
import { outbox } from '../db/schema/outbox.ts';
import { agentsTold, type Desk, localeFor } from '../desk/desk.ts';
import type { Warning } from '../desk/notice.ts';
import type { TicketRow } from '../tickets/ticket.ts';
import { enqueueNotifications } from './tell.ts';

const hourMs = 3_600_000;

/** Tells the agents what a person should look at; of the same thing about the same person once an hour. */
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

async function warnedOf(tx: Tx, { about, who }: Warning): Promise<boolean> {
  const same = and(
    sql`${outbox.budgeted}`,
    gt(outbox.createdAt, new Date(Date.now() - hourMs)),
    sql`${outbox.notice} ->> 'about' = ${about}`,
    sql`${outbox.notice} -> 'who' ->> 'address' = ${who.address}`,
  );
  const [row] = await tx.select({ id: outbox.id }).from(outbox).where(same).limit(1);
  return row !== undefined;
}
