// Open tickets that could be about the incident of a new one, and that its requester may be told of.
//
// A key tells that there is a ticket, so only those count that its requester might know of anyway:
// of the same organisation, of the same domain where the directory admits that whole domain, or his
// own. What the mail itself claims, such as an instance, opens nothing; it can only rule out.
import { and, desc, eq, exists, gt, inArray, isNull, ne, or, type SQL, sql } from 'drizzle-orm';
import type { Tx } from '../db/database.ts';
import { followers } from '../db/schema/followers.ts';
import { messages } from '../db/schema/messages.ts';
import { tickets } from '../db/schema/tickets.ts';
import { keyOf, type TicketKey, type TicketRow } from './ticket.ts';

// The newest ones: an incident that others report too is reported at the same time. With 200 of them,
// comparing cost a quarter of what a ticket cost.
const maxRead = 25;
const recentDays = 30;
const readCharacters = 800;

/** `text` is the beginning of what its requester wrote. */
export type Candidate = Readonly<{ key: TicketKey; subject: string; text: string }>;

/** `admittedBy`: the requester's entry of the directory, or his domain's. The newest first. */
export async function openTicketsNear(tx: Tx, ticket: TicketRow, admittedBy: string | null): Promise<Candidate[]> {
  const rows = await tx
    .select({
      number: tickets.number,
      subject: tickets.subject,
      text: sql<string>`left(${messages.text}, ${readCharacters})`,
    })
    .from(tickets)
    .innerJoin(messages, and(eq(messages.ticketNumber, tickets.number), eq(messages.kind, 'request')))
    .where(
      and(
        ne(tickets.number, ticket.number),
        inArray(tickets.status, ['new', 'open', 'pending']),
        gt(tickets.createdAt, new Date(ticket.createdAt.getTime() - recentDays * 86_400_000)),
        visibleTo(tx, ticket, admittedBy),
        ticket.instance === null ? undefined : or(isNull(tickets.instance), eq(tickets.instance, ticket.instance)),
      ),
    )
    .orderBy(desc(tickets.number))
    .limit(maxRead);
  return rows.map(({ number, subject, text }) => ({ key: keyOf(number), subject, text }));
}

function visibleTo(tx: Tx, { organisation, requesterEmail }: TicketRow, admittedBy: string | null): SQL | undefined {
  const following = tx
    .select({ one: sql`1` })
    .from(followers)
    .where(
      and(
        eq(followers.ticketNumber, tickets.number),
        eq(followers.email, requesterEmail),
        // Who left or is kept out need not know of it any more.
        eq(followers.state, 'following'),
      ),
    );
  return or(
    eq(tickets.requesterEmail, requesterEmail),
    exists(following),
    organisation === null ? undefined : eq(tickets.organisation, organisation),
    organisation === null && admittedBy?.startsWith('@') ? ofDomain(admittedBy) : undefined,
  );
}

const ofDomain = (domain: string): SQL | undefined =>
  and(isNull(tickets.organisation), sql`right(${tickets.requesterEmail}, ${domain.length}) = ${domain}`);
