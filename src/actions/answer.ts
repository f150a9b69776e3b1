import { sql } from 'drizzle-orm';
import type { Database, Tx } from '../db/database.ts';
import type { Change } from '../desk/change.ts';
import type { Desk } from '../desk/desk.ts';
import type { Notice } from '../desk/notice.ts';
import { outboxChanged } from '../jobs/sweep.ts';
import type { Address, Mailbox } from '../mail/address.ts';
import { audienceOf, without } from '../tickets/audience.ts';
import { changeTicket, type WantedChange } from '../tickets/change.ts';
import { followersOf, lockTicket, type TicketRow } from '../tickets/ticket.ts';
import { addEntry, updateTicket } from '../tickets/write.ts';
import { agentsOn, enqueueNotifications, notificationTo } from './tell.ts';

/** What an agent writes on the thread; an internal one is a note and never leaves. */
export type Answer = Readonly<{ by: Mailbox; text: string; internal: boolean; status?: TicketRow['status'] }>;

/** False when there is no such ticket. */
export async function answerTicket(
  db: Database,
  ticketNumber: number,
  { answer, desk }: { answer: Answer; desk: Desk },
): Promise<boolean> {
  return db.transaction(async tx => {
    const ticket = await lockTicket(tx, ticketNumber);
    if (!ticket) return false;
    const { by, text, internal } = answer;
    const message = {
      kind: internal ? ('note' as const) : ('answer' as const),
      authorEmail: by.address,
      authorName: by.name || null,
      text,
    };
    await addEntry(tx, ticketNumber, { message, attachments: [] });
    await updateTicket(tx, ticketNumber, {});
    const takenUp = ticket.status === 'new' && !internal ? 'open' : ticket.status;
    const changes = await changeTicket(tx, ticket, { status: answer.status ?? takenUp, by });
    const status = changes.find(change => change.field === 'status') ?? null;
    const notice: Notice = { kind: 'answer', authorName: by.name, text, status };
    if (!internal) await tell(tx, ticket, { notice, by: by.address, desk });
    return true;
  });
}

/** What changed; null when there is no such ticket. */
export async function setTicket(
  db: Database,
  ticketNumber: number,
  { wanted, desk }: { wanted: WantedChange; desk: Desk },
): Promise<Change[] | null> {
  return db.transaction(async tx => {
    const ticket = await lockTicket(tx, ticketNumber);
    if (!ticket) return null;
    const changes = await changeTicket(tx, ticket, wanted);
    const notice: Notice = { kind: 'change', changes, by: { role: 'agent', name: '' } };
    if (changes.length > 0) await tell(tx, ticket, { notice, by: null, desk });
    return changes;
  });
}

/** Everyone but its author; the running worker hears of it when the transaction commits. */
async function tell(
  tx: Tx,
  ticket: TicketRow,
  { notice, by, desk }: { notice: Notice; by: Address | null; desk: Desk },
): Promise<void> {
  const following = await followersOf(tx, ticket.number);
  const others = without(audienceOf(ticket, following, agentsOn(desk, ticket.assignee)), by ? [by] : []);
  const letters = others.map(participant => notificationTo(participant, notice, { desk, ticket }));
  await enqueueNotifications(tx, ticket, { letters, desk, following });
  await tx.execute(sql.raw(`notify ${outboxChanged}`));
}
