// Which tickets a reader of pages sees: the same rule as http/rights.ts, as a question to the database.
import { and, eq, isNull, or, type SQL, sql } from 'drizzle-orm';
import type { Database } from '../../db/database.ts';
import { followers } from '../../db/schema/followers.ts';
import { tickets } from '../../db/schema/tickets.ts';

export type Reader = Readonly<{
  email: string;
  role: 'admin' | 'agent' | 'guest';
  organisation: string | null;
  seesOrganisation: boolean;
  ownsTickets: boolean;
}>;

/** Undefined: every ticket. Each alternative has an index, so few rows are looked at. */
export function visibleTo({ email, role, organisation, seesOrganisation, ownsTickets }: Reader): SQL | undefined {
  if (role === 'agent') return undefined;
  const own = ownsTickets ? sql`select number from tickets where requester_email = ${email} union ` : sql``;
  const shared =
    seesOrganisation && organisation !== null
      ? sql`select number from tickets where organisation = ${organisation} union `
      : sql``;
  const followed = sql`select ticket_number from followers where email = ${email} and state = 'following'`;
  return sql`${tickets.number} in (${own}${shared}${followed})`;
}

export type Access = Readonly<{
  number: number;
  requesterEmail: string;
  /** The requester, as people name them. */
  requester: string;
  organisation: string | null;
  isFollowed: boolean;
  mergedInto: number | null;
}>;

/** The facts by which rights on a ticket are decided; null where there is none. */
export async function accessTo(db: Database, email: string, number: number): Promise<Access | null> {
  const [row] = await db
    .select({
      number: tickets.number,
      requesterEmail: tickets.requesterEmail,
      requesterName: tickets.requesterName,
      organisation: tickets.organisation,
      mergedInto: tickets.mergedInto,
      follower: followers.email,
    })
    .from(tickets)
    .leftJoin(
      followers,
      and(eq(followers.ticketNumber, tickets.number), eq(followers.email, email), eq(followers.state, 'following')),
    )
    .where(eq(tickets.number, number));
  if (!row) return null;
  const { requesterName, follower, ...facts } = row;
  return { ...facts, requester: requesterName ?? row.requesterEmail, isFollowed: follower !== null };
}

export type ListedTicket = Readonly<
  Pick<
    typeof tickets.$inferSelect,
    'number' | 'subject' | 'status' | 'priority' | 'instance' | 'requesterEmail' | 'requesterName' | 'updatedAt'
  > & {
    /** The kind of the newest entry that everyone may read. */
    lastKind: string | null;
  }
>;
export type ListPage = Readonly<{ items: readonly ListedTicket[]; next: string | null }>;

const pageSize = 50;
/** Whole milliseconds, as JavaScript has them, so that a page begins where the one before ends. */
const toMs = sql`date_trunc('milliseconds', ${tickets.updatedAt})`;

/** Newest change first. `after`: where the page before ended; `words`: in subject or key. */
export async function listVisible(
  db: Database,
  reader: Reader,
  { after, words }: Readonly<{ after?: string | undefined; words?: string | undefined }>,
): Promise<ListPage> {
  const [, at, number] = /^(\d{1,15})-(\d{1,15})$/.exec(after ?? '') ?? [];
  const below =
    at && number ? sql`(${toMs}, ${tickets.number}) < (${new Date(Number(at))}, ${Number(number)})` : undefined;
  const lastKind = sql<string | null>`(select kind from messages where messages.ticket_number = ${tickets.number}
    and kind in ('request', 'reply', 'answer') order by created_at desc, id desc limit 1)`;
  const rows = await db
    .select({
      number: tickets.number,
      subject: tickets.subject,
      status: tickets.status,
      priority: tickets.priority,
      instance: tickets.instance,
      requesterEmail: tickets.requesterEmail,
      requesterName: tickets.requesterName,
      updatedAt: tickets.updatedAt,
      lastKind,
    })
    .from(tickets)
    .where(and(visibleTo(reader), isNull(tickets.mergedInto), below, words ? naming(words) : undefined))
    .orderBy(sql`${toMs} desc`, sql`${tickets.number} desc`)
    .limit(pageSize + 1);
  const items = rows.slice(0, pageSize);
  const last = items.at(-1);
  const next = rows.length > pageSize && last ? `${last.updatedAt.getTime()}-${last.number}` : null;
  return { items, next };
}

const likeOf = (words: string): string => `%${words.slice(0, 200).replace(/[\\%_]/g, '\\$&')}%`;

const naming = (words: string): SQL | undefined => {
  const number = /^(?:PT-)?(\d{1,15})$/i.exec(words.trim())?.[1];
  return or(
    sql`${tickets.subject} ilike ${likeOf(words.trim())}`,
    number ? eq(tickets.number, Number(number)) : undefined,
    sql`exists (select 1 from messages where messages.ticket_number = ${tickets.number}
      and kind in ('request', 'reply', 'answer') and text ilike ${likeOf(words.trim())})`,
  );
};
