// Which tickets a reader of pages sees: the same rule as http/rights.ts, as a condition of SQL.
import { and, eq, inArray, max, type SQL, sql } from 'drizzle-orm';
import type { Database } from '../../db/database.ts';
import { followers } from '../../db/schema/followers.ts';
import { messages } from '../../db/schema/messages.ts';
import { tickets } from '../../db/schema/tickets.ts';

export type Reader = Readonly<{
  email: string;
  role: 'admin' | 'agent' | 'guest';
  organisation: string | null;
  seesOrganisation: boolean;
  ownsTickets: boolean;
}>;

/** Each alternative has an index, so few rows are looked at. Tickets that were merged are seen as their target. */
export function visibleTo({ email, role, organisation, seesOrganisation, ownsTickets }: Reader): SQL | 'all' {
  if (role === 'agent') return 'all';
  const own = ownsTickets ? sql`select number from tickets where requester_email = ${email} union ` : sql``;
  const shared =
    seesOrganisation && organisation !== null
      ? sql`select number from tickets where organisation = ${organisation} union `
      : sql``;
  const followed = sql`select ticket_number from followers where email = ${email} and state = 'following'`;
  return sql`(${tickets.mergedInto} is null and ${tickets.number} in (${own}${shared}${followed}))`;
}

/** The condition, and a text that tells all that it is made of, by which its statements are kept. */
export function sightOf({ email, role, organisation, seesOrganisation, ownsTickets }: Reader) {
  const reader = { email, role, organisation, seesOrganisation, ownsTickets };
  return { sees: visibleTo(reader), seesBy: JSON.stringify(reader) };
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

/**
 * Who is on each of these tickets, which decides who sees it, and how it stands for them: for any number of readers at
 * once. Notes, the assignee and decisions on held mail are the agents' own and alter neither `newest` nor `shown`.
 */
export async function peopleOn(db: Database, numbers: readonly number[]): Promise<OnTicket[]> {
  const { number, requesterEmail, organisation } = tickets;
  const following = sql<
    string[]
  >`array(select email from followers where ticket_number = ${number} and state = 'following' order by email)`;
  const newest = sql<number>`coalesce((select max(id) from messages where ticket_number = ${number} and ${isForAll}), 0)`;
  const entries = sql`(select count(*) from messages where ticket_number = ${number} and ${isForAll})`;
  const letters = sql`(select string_agg(state || many, ' ' order by state) from (
    select state, count(*) as many from outbox
    where ticket_number = ${number} and role <> 'agent' and notice->>'kind' <> 'held-question' group by state) as sent)`;
  const shown = sql<string>`concat_ws('|', ${newest}, ${entries}, ${following}, ${letters})`;
  return db
    .select({ number, requesterEmail, organisation, followers: following, newest: newest.mapWith(Number), shown })
    .from(tickets)
    .where(inArray(number, [...numbers]));
}
export type OnTicket = Pick<Access, 'number' | 'requesterEmail' | 'organisation'> &
  Readonly<{
    followers: readonly string[];
    /** The newest entry or event that everyone on it may know of; 0 where there is none. */
    newest: number;
    /** Another text whenever what they see is another. */
    shown: string;
  }>;

/** What time does and what is decided about held mail changes no field and moves nothing. */
const isForAll = sql`kind <> 'note' and (kind <> 'event' or moved is not null
  or (changes is null and acted_as is distinct from 'time')
  or exists (select from jsonb_array_elements(changes) as each where each->>'field' <> 'assignee'))`;

/** The newest entry of all tickets; 0 where there is none. */
export async function newestEntry(db: Database): Promise<number> {
  const [row] = await db.select({ newest: max(messages.id) }).from(messages);
  return row?.newest ?? 0;
}

/** The kind of the newest entry of each ticket that everyone on it may read. */
export async function lastKinds(db: Database, numbers: readonly number[]): Promise<ReadonlyMap<number, string>> {
  if (numbers.length === 0) return new Map();
  const { rows } = await db.execute<{ number: string; kind: string }>(sql`
    select distinct on (ticket_number) ticket_number as number, kind from messages
    where ticket_number = any(${sql.param([...numbers])}::bigint[]) and kind in ('request', 'reply', 'answer')
    order by ticket_number, created_at desc, id desc`);
  return new Map(rows.map(({ number, kind }) => [Number(number), kind]));
}
