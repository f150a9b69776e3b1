// Whether a new ticket is answered by a receipt at once, later or not. Who writes like a person always
// gets one, however many tickets he opens; the budgets are for what looks like a machine.
import { and, count, desc, eq, gt, like, lt, type SQL, sql } from 'drizzle-orm';
import type { Tx } from '../../db/database.ts';
import { messages } from '../../db/schema/messages.ts';
import { outbox } from '../../db/schema/outbox.ts';
import { tickets } from '../../db/schema/tickets.ts';
import { type Address, domainOf } from '../../mail/address.ts';
import { saysItAnswers } from '../../mail/subject.ts';
import type { MailFacts } from '../read-mail.ts';
import { type Opened, type Suspicion, suspicionOf } from './reactions.ts';

const hourMs = 3_600_000;
/** Receipts to what looks like a machine: an address in an hour and a day, a domain, and all together. */
const budgets = { hour: 5, day: 20, domainHour: 50, gatewayHour: 500 };
const lookBack = 100;
const maxSaid = 1000;
/** No answer takes longer (reactions.ts), and no receipt waits longer. */
const soonMs = 15 * 60_000;

export async function suspicionAbout(tx: Tx, reading: MailFacts): Promise<Suspicion> {
  const { mail, message, meaning, newText } = reading;
  const at = new Date(mail.receivedAt);
  const [last] = await openedBefore(tx, reading, 1);
  // The long way back is for those few who write soon again.
  if (!last || at.getTime() - last.at.getTime() > soonMs) return { kind: 'none' };
  const said = `${meaning.subject}\n${newText.text.slice(0, maxSaid)}`;
  const isAnswer = saysItAnswers(message.subject);
  return suspicionOf({ at, said, isAnswer }, await openedBefore(tx, reading, lookBack));
}

async function openedBefore(tx: Tx, { mail, author }: MailFacts, limit: number): Promise<Opened[]> {
  const at = new Date(mail.receivedAt);
  const address = author?.address ?? '';
  const text = sql<string | null>`(select left(${messages.text}, ${maxSaid}) from ${messages}
    where ${messages.ticketNumber} = ${tickets.number} and ${messages.kind} = 'request' order by ${messages.id} limit 1)`;
  const receipt = { at: outbox.createdAt, sentAt: outbox.sentAt, heldBack: outbox.heldBack };
  const rows = await tx
    .select({ at: tickets.createdAt, subject: tickets.subject, text, receipt })
    .from(tickets)
    .leftJoin(
      outbox,
      and(
        eq(outbox.ticketNumber, tickets.number),
        eq(outbox.recipientEmail, address),
        sql`${outbox.notice} ->> 'kind' = 'receipt'`,
      ),
    )
    .where(
      and(
        eq(tickets.requesterEmail, address),
        gt(tickets.createdAt, new Date(at.getTime() - hourMs)),
        lt(tickets.createdAt, at),
      ),
    )
    .orderBy(desc(tickets.createdAt), outbox.id)
    .limit(limit);
  return rows.map(({ subject, text, ...row }) => ({ ...row, said: `${subject}\n${text ?? ''}` }));
}

/** Why a mail that has signs of a machine, and too few to be one, gets no receipt; null where it does. */
export async function overBudget(tx: Tx, author: Address): Promise<string | null> {
  const receipts = and(sql`${outbox.budgeted}`, eq(outbox.role, 'requester'));
  const since = (hours: number) => gt(outbox.createdAt, new Date(Date.now() - hours * hourMs));
  const written = async (where: SQL | undefined) => {
    const [row] = await tx.select({ n: count() }).from(outbox).where(and(receipts, where));
    return row?.n ?? 0;
  };
  const toAuthor = eq(outbox.recipientEmail, author);
  if ((await written(and(toAuthor, since(1)))) >= budgets.hour) return `${budgets.hour} in an hour to ${author}`;
  if ((await written(and(toAuthor, since(24)))) >= budgets.day) return `${budgets.day} in a day to ${author}`;
  const domain = like(outbox.recipientEmail, `%@${domainOf(author).replace(/[\\%_]/g, '\\$&')}`);
  if ((await written(and(domain, since(1)))) >= budgets.domainHour)
    return `${budgets.domainHour} in an hour to ${domainOf(author)}`;
  if ((await written(since(1))) >= budgets.gatewayHour) return `${budgets.gatewayHour} in an hour to anybody`;
  return null;
}
