// Whether a new ticket is answered by a receipt at once, later or not. Who writes like a person always
// gets one, however many tickets he opens; the budgets are for what looks like a machine.
import { and, count, desc, eq, gt, like, lt, type SQL, sql } from 'drizzle-orm';
import type { Tx } from '../db/database.ts';
import { mails } from '../db/schema/mails.ts';
import { outbox } from '../db/schema/outbox.ts';
import { tickets } from '../db/schema/tickets.ts';
import { type Address, domainOf } from '../mail/address.ts';
import { isReplyMarker } from '../mail/marker.ts';
import { ownSubject } from '../mail/subject.ts';
import { type Opened, reactsTo, type Suspicion, suspicionOf } from './reactions.ts';
import type { Reading } from './read-mail.ts';

const hourMs = 3_600_000;
/** Receipts to what looks like a machine: an address in an hour and a day, a domain, and all together. */
const budgets = { hour: 5, day: 20, domainHour: 50, gatewayHour: 500 };
const lookBack = 31;

export async function suspicionAbout(tx: Tx, reading: Reading, gist: string): Promise<Suspicion> {
  const { meaning, mail } = reading;
  // A machine that answers names no instance and no priority.
  const named = meaning.priority !== null || (meaning.instance !== null && meaning.instance.source !== 'directory');
  if (named) return 'none';
  const event = { at: new Date(mail.receivedAt), gist };
  // The long way back is for those few who write right after a receipt.
  const [last] = await openedBefore(tx, reading, 1);
  if (!last?.receipt || !reactsTo(event, last.receipt)) return 'none';
  return suspicionOf(event, await openedBefore(tx, reading, lookBack), isAnswer(reading));
}

/** It says itself that it answers something, although it found no ticket, or it is a mail such as ours. */
const isAnswer = ({ message }: Reading): boolean =>
  message.inReplyTo.length + message.references.length > 0 ||
  ownSubject(message.subject) !== message.subject.trim() ||
  isReplyMarker(message.text.trimStart().split('\n', 1)[0] ?? '');

async function openedBefore(tx: Tx, { mail, author }: Reading, limit: number): Promise<Opened[]> {
  const at = new Date(mail.receivedAt);
  const address = author?.address ?? '';
  const rows = await tx
    .select({ ticket: tickets, gist: mails.gist, receipt: outbox })
    .from(tickets)
    .leftJoin(mails, and(eq(mails.ticketNumber, tickets.number), eq(mails.disposition, 'opened')))
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
  return rows.map(({ ticket, gist, receipt }) => ({
    at: ticket.createdAt,
    gist,
    receipt: receipt && {
      at: receipt.createdAt,
      sentAt: receipt.sentAt,
      probe: receipt.budgeted && hasWaited(receipt),
    },
  }));
}

/** It was written with a later time to go out (outbox.ts); a retry moves that time, too. */
const hasWaited = ({ createdAt, nextAttemptAt }: typeof outbox.$inferSelect): boolean =>
  nextAttemptAt.getTime() - createdAt.getTime() > 2_000;

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
