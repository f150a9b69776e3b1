import { and, asc, desc, eq, gte, ilike, inArray, lt, or, type SQL, sql } from 'drizzle-orm';
import type { Database } from '../../db/database.ts';
import { followers } from '../../db/schema/followers.ts';
import { attachments, messages } from '../../db/schema/messages.ts';
import { outbox } from '../../db/schema/outbox.ts';
import { ticketColumns, tickets } from '../../db/schema/tickets.ts';
import { keyOf, numberOf } from '../../desk/ticket.ts';
import type { TicketRow } from '../ticket.ts';

/** A ticket as `postern ticket show --json` prints it. A public format: fields keep their names and meaning. */
export type TicketView = Readonly<{
  key: string;
  number: number;
  subject: string;
  instance: string | null;
  priority: TicketRow['priority'];
  status: TicketRow['status'];
  /** The agent who works on it. */
  assignee: string | null;
  requester: PersonView;
  followers: readonly PersonView[];
  createdAt: string;
  updatedAt: string;
  messages?: readonly MessageView[];
  /** Every outgoing mail, sent or waiting. */
  deliveries?: readonly DeliveryView[];
}>;
export type DeliveryView = Readonly<{
  id: string;
  recipient: PersonView;
  role: (typeof outbox.$inferSelect)['role'];
  kind: string;
  messageId: string;
  state: (typeof outbox.$inferSelect)['state'];
  /** Why it did not arrive, such as 5.1.1 (RFC 3463). */
  status: string | null;
  /** The last SMTP reply or DSN text. */
  reply: string | null;
  attempts: number;
  createdAt: string;
  sentAt: string | null;
}>;
type PersonView = Readonly<{ email: string; name: string | null }>;
export type MessageView = Readonly<{
  id: string;
  kind: (typeof messages.$inferSelect)['kind'];
  author: PersonView | null;
  text: string;
  quoted: string | null;
  html: string | null;
  attachments: readonly Readonly<{
    /** Among all files of the ticket, from 1: `postern ticket file PT-42 1`. */
    number: number;
    name: string;
    contentType: string;
    size: number;
    sha256: string;
    inline: boolean;
  }>[];
  messageId: string | null;
  mailId: string | null;
  createdAt: string;
}>;
export type TicketFilter = Readonly<{
  status?: TicketRow['status'];
  priority?: NonNullable<TicketRow['priority']>;
  instance?: string;
  /** A key, or words. */
  search?: string;
  /** Opened at this time or later. */
  since?: Date;
  limit?: number;
}>;

const page = 500;

/** Newest first, without messages, read page by page. */
export async function* listTickets(db: Database, filter: TicketFilter): AsyncGenerator<TicketView> {
  let left = filter.limit ?? Number.POSITIVE_INFINITY;
  let below = Number.MAX_SAFE_INTEGER;
  while (left > 0) {
    const rows = await db
      .select(ticketColumns)
      .from(tickets)
      .where(and(...conditionsOf(filter), lt(tickets.number, below)))
      .orderBy(desc(tickets.number))
      .limit(Math.min(page, left));
    yield* await viewsOf(db, rows);
    const last = rows.at(-1);
    if (!last || rows.length < page) return;
    below = last.number;
    left -= rows.length;
  }
}

const conditionsOf = (filter: TicketFilter): (SQL | undefined)[] => [
  filter.status && eq(tickets.status, filter.status),
  filter.priority && eq(tickets.priority, filter.priority),
  filter.instance === undefined ? undefined : eq(tickets.instance, filter.instance),
  filter.since && gte(tickets.createdAt, filter.since),
  filter.search ? mentions(filter.search) : undefined,
];

export async function showTicket(db: Database, ticketNumber: number): Promise<TicketView | null> {
  const rows = await db.select(ticketColumns).from(tickets).where(eq(tickets.number, ticketNumber));
  const [view] = await viewsOf(db, rows);
  if (!view) return null;
  return { ...view, messages: await messagesOf(db, ticketNumber), deliveries: await deliveriesOf(db, ticketNumber) };
}

async function deliveriesOf(db: Database, ticketNumber: number): Promise<DeliveryView[]> {
  const rows = await db.select().from(outbox).where(eq(outbox.ticketNumber, ticketNumber)).orderBy(asc(outbox.id));
  return rows.map(row => ({
    id: row.id,
    recipient: { email: row.recipientEmail, name: row.recipientName },
    role: row.role,
    kind: row.notice.kind,
    messageId: row.messageId,
    state: row.state,
    status: row.enhancedStatus,
    reply: row.lastReply,
    attempts: row.attempts,
    createdAt: row.createdAt.toISOString(),
    sentAt: row.sentAt?.toISOString() ?? null,
  }));
}

/**
 * Finds the ticket with this key, the ticket of this Message-ID (theirs or ours), tickets of a person by address, or
 * tickets with these words in subject or messages, in either case.
 */
function mentions(words: string): SQL | undefined {
  const number = numberOf(words);
  if (number !== null && /^PT-/i.test(words.trim())) return eq(tickets.number, number);
  const messageId = /^<?([^\s<>@]+@[^\s<>]+)>?$/.exec(words.trim())?.[1];
  const pattern = `%${words.trim().replace(/[\\%_]/g, '\\$&')}%`;
  const said = sql`exists (select 1 from ${messages} where ${messages.ticketNumber} = ${tickets.number} and (${messages.text} ilike ${pattern} or ${messages.authorEmail} ilike ${pattern}))`;
  return or(
    number === null ? undefined : eq(tickets.number, number),
    ilike(tickets.subject, pattern),
    ilike(tickets.requesterEmail, pattern),
    ilike(tickets.requesterName, pattern),
    said,
    ...(messageId === undefined ? [] : byAddress(messageId)),
  );
}

/** A follower with this address, or a message or a mail of ours with this Message-ID. */
function byAddress(text: string): SQL[] {
  const messageId = `<${text}>`;
  return [
    sql`exists (select 1 from ${followers} where ${followers.ticketNumber} = ${tickets.number} and ${followers.email} = ${text.toLowerCase()})`,
    sql`exists (select 1 from ${messages} where ${messages.ticketNumber} = ${tickets.number} and ${messages.messageId} = ${messageId})`,
    sql`exists (select 1 from ${outbox} where ${outbox.ticketNumber} = ${tickets.number} and (${outbox.messageId} = ${messageId} or ${outbox.relayedAs} = ${messageId}))`,
  ];
}

/** In this order; those that are there no more are left out. */
export async function viewsNumbered(db: Database, numbers: readonly number[]): Promise<TicketView[]> {
  if (numbers.length === 0) return [];
  const rows = await db
    .select(ticketColumns)
    .from(tickets)
    .where(inArray(tickets.number, [...numbers]));
  const byNumber = new Map((await viewsOf(db, rows)).map(view => [view.number, view]));
  return numbers.flatMap(number => byNumber.get(number) ?? []);
}

async function viewsOf(db: Database, rows: readonly TicketRow[]): Promise<TicketView[]> {
  if (rows.length === 0) return [];
  const numbers = rows.map(row => row.number);
  const following = await db
    .select()
    .from(followers)
    .where(and(inArray(followers.ticketNumber, numbers), eq(followers.state, 'following')))
    .orderBy(asc(followers.createdAt), asc(followers.email));
  return rows.map(row => ({
    key: keyOf(row.number),
    number: row.number,
    subject: row.subject,
    instance: row.instance,
    priority: row.priority,
    status: row.status,
    assignee: row.assignee,
    requester: { email: row.requesterEmail, name: row.requesterName },
    followers: following
      .filter(({ ticketNumber }) => ticketNumber === row.number)
      .map(({ email, name }) => ({ email, name })),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  }));
}

async function messagesOf(db: Database, ticketNumber: number): Promise<MessageView[]> {
  const rows = await db
    .select()
    .from(messages)
    .where(eq(messages.ticketNumber, ticketNumber))
    .orderBy(asc(messages.createdAt), asc(messages.id));
  const ids = rows.map(({ id }) => id);
  const files = ids.length
    ? await db.select().from(attachments).where(inArray(attachments.messageRow, ids)).orderBy(asc(attachments.id))
    : [];
  const order = rows.flatMap(({ id }) => files.filter(({ messageRow }) => messageRow === id).map(file => file.id));
  return rows.map(row => ({
    id: String(row.id),
    kind: row.kind,
    author: row.authorEmail ? { email: row.authorEmail, name: row.authorName } : null,
    text: row.text,
    quoted: row.quoted,
    html: row.html,
    attachments: files
      .filter(({ messageRow }) => messageRow === row.id)
      .map(({ id, name, contentType, size, sha256, inline }) => ({
        number: order.indexOf(id) + 1,
        ...{ name, contentType, size, sha256, inline },
      })),
    messageId: row.messageId,
    mailId: row.mailId,
    createdAt: row.createdAt.toISOString(),
  }));
}
