// Open tickets that could be about the incident of a new one: those that share its rare words, found
// by PostgreSQL's full-text search among all open tickets of the same organisation or instance.
//
// A ticket's key reveals that the ticket exists. So the requester is told only of tickets that they could know of:
// those of the same organisation, of the same domain where the directory admits that whole domain, their own, and
// those that they follow. A claim of the mail itself, such as an instance, gives no access. Agents see all.
//
// Our own code folds and cuts the words (triage/incident/likeness.ts), so every language works alike and the database
// needs neither an extension nor a dictionary, which an operator's database may not have.
import { and, desc, eq, gt, inArray, isNull, lt, ne, or, type SQL, sql } from 'drizzle-orm';
import type { Tx } from '../db/database.ts';
import { tickets } from '../db/schema/tickets.ts';
import { keyOf, type TicketKey } from '../desk/ticket.ts';
import type { Background, Profile } from '../triage/incident/likeness.ts';
import type { TicketRow } from './ticket.ts';

export const maxCandidates = 12;
/** Of the tickets that share a word, the newest so many are ranked: each costs 4 µs, and an incident may have thousands. */
export const maxMatches = 60;
export const recentDays = 30;
const sampled = 60;
// A word that none of 60 tickets says stands in one of 150: eight find as much as forty.
const maxSearched = 8;
/** With this many tickets of earlier days, those of the last day are not needed. */
const enoughOlder = 20;

export type Candidate = Readonly<{
  key: TicketKey;
  subject: string;
  openedAt: Date;
  profile: Profile;
  /** Whether the requester of the new ticket may be told of it. */
  isVisible: boolean;
}>;
export type Near = Readonly<{ candidates: readonly Candidate[]; background: Background }>;
/** `admittedBy`: the requester's entry of the directory, or that of their domain. */
export type Wanted = Readonly<{ profile: Profile; admittedBy: string | null }>;

/** A profile as a tsvector: words that count twice have weight A. */
export const vectorOf = (profile: Profile): string =>
  [...profile].map(([word, times]) => `'${word}':1${times > 1 ? 'A' : ''}`).join(' ');

export const profileIn = (vector: string): Profile =>
  new Map([...vector.matchAll(/'([^']{1,50})':1(A?)/g)].map(([, word, twice]) => [word!, twice ? 2 : 1]));

/** The fields of a new ticket by which others are found; it need not be opened yet. */
export type About = Pick<
  TicketRow,
  'number' | 'createdAt' | 'instance' | 'instanceKnown' | 'requesterEmail' | 'organisation'
>;

/** The words of a ticket that was opened; none where there is no such ticket. */
export async function profileOf(tx: Tx, ticketNumber: number): Promise<Profile> {
  const [row] = await tx.select({ words: tickets.words }).from(tickets).where(eq(tickets.number, ticketNumber));
  return profileIn(row?.words ?? '');
}

export async function openTicketsNear(tx: Tx, ticket: About, { profile, admittedBy }: Wanted): Promise<Near> {
  const background = await backgroundOf(tx, ticket, profile);
  const words = tellingWords(profile, background);
  if (words.length === 0) return { candidates: [], background };
  const query = sql`${words.map(word => `'${word}'`).join('|')}::tsquery`;
  const visible = visibleTo(ticket, admittedBy);
  const matches = tx
    .select({ number: tickets.number, words: tickets.words })
    .from(tickets)
    .where(
      and(
        sql`${tickets.words} @@ ${query}`,
        // Written as in the partial index, or it is not used.
        sql`${tickets.status} in ('new', 'open', 'pending')`,
        ne(tickets.number, ticket.number),
        gt(tickets.createdAt, new Date(ticket.createdAt.getTime() - recentDays * 86_400_000)),
        ticket.instance === null ? undefined : or(isNull(tickets.instance), eq(tickets.instance, ticket.instance)),
        or(visible, ticket.instance && ticket.instanceKnown ? eq(tickets.instance, ticket.instance) : undefined),
      ),
    )
    .orderBy(desc(tickets.number))
    .limit(maxMatches)
    .as('matches');
  // Find the few first, then read their profiles: PostgreSQL computes a selected column for every row that it sorts.
  const likely = tx
    .select({ number: matches.number })
    .from(matches)
    .orderBy(sql`ts_rank('{0.1, 0.1, 0.1, 0.2}', ${matches.words}, ${query}) desc`, desc(matches.number))
    .limit(maxCandidates);
  const rows = await tx
    .select({
      number: tickets.number,
      subject: tickets.subject,
      openedAt: tickets.createdAt,
      words: sql<string>`${tickets.words}::text`,
      isVisible: sql<boolean>`coalesce(${visible}, false)`,
    })
    .from(tickets)
    .where(inArray(tickets.number, likely))
    .orderBy(desc(tickets.number));
  const candidates = rows.map(({ number, words: vector, ...row }) => ({
    ...row,
    key: keyOf(number),
    profile: profileIn(vector),
  }));
  return { candidates, background };
}

/**
 * Which words are common on tickets of the same organisation, or of the same requester. Tickets of the last day count
 * only where there are few others: words that became common an hour ago are the incident.
 */
async function backgroundOf(tx: Tx, ticket: About, profile: Profile): Promise<Background> {
  const dayBefore = new Date(ticket.createdAt.getTime() - 86_400_000);
  const before = await sampleOf(tx, profile, and(sameHand(ticket), lt(tickets.createdAt, dayBefore)));
  return before.of >= enoughOlder ? before : sampleOf(tx, profile, sameHand(ticket));
}

const sameHand = ({ organisation, requesterEmail, number }: About): SQL | undefined =>
  and(
    organisation === null ? eq(tickets.requesterEmail, requesterEmail) : eq(tickets.organisation, organisation),
    ne(tickets.number, number),
  );

/** How often each word stands in the newest of these tickets. The row of the null word counts the tickets. */
async function sampleOf(tx: Tx, profile: Profile, which: SQL | undefined): Promise<Background> {
  const own = sql.param([...profile.keys()]);
  const { rows } = await tx.execute<{ word: string | null; seen: number }>(sql`
    select word, count(*)::int as seen
    from (select words from tickets where ${which} and words is not null order by created_at desc limit ${sampled}) as sample,
      unnest(array_append(tsvector_to_array(words), null)) as word
    where word is null or word = any(${own}::text[]) group by word`);
  const seenIn = new Map(rows.map(({ word, seen }) => [word, seen]));
  const of = seenIn.get(null) ?? 0;
  seenIn.delete(null);
  return { of, seenIn: seenIn as Map<string, number> };
}

/** The few words to search for: rare ones, first those that the sample has at all, and of these those of the subject. */
export function tellingWords(profile: Profile, { of, seenIn }: Background): string[] {
  const isFull = of >= sampled;
  return [...profile]
    .map(([word, times]) => ({ word, times, seen: seenIn.get(word) ?? 0 }))
    .filter(({ seen }) => !isFull || seen <= sampled / 15)
    .sort(
      (a, b) => (isFull ? a.seen - b.seen : rank(a) - rank(b)) || b.times - a.times || b.word.length - a.word.length,
    )
    .slice(0, maxSearched)
    .map(({ word }) => word);
}

/** Of a small sample, which holds most that can be found: what it does not say finds nothing there. */
const rank = ({ seen }: { seen: number }): number => (seen === 0 ? sampled : seen);

function visibleTo({ organisation, requesterEmail }: About, admittedBy: string | null): SQL | undefined {
  // Not for people who left or are kept out. An array, so that an index serves each alternative.
  const followed = sql`array(
    select ticket_number from followers where email = ${requesterEmail} and state = 'following')`;
  return or(
    eq(tickets.requesterEmail, requesterEmail),
    sql`${tickets.number} = any(${followed})`,
    organisation === null ? undefined : eq(tickets.organisation, organisation),
    organisation === null && admittedBy?.startsWith('@') ? ofDomain(admittedBy) : undefined,
  );
}

const ofDomain = (domain: string): SQL | undefined =>
  and(isNull(tickets.organisation), sql`right(${tickets.requesterEmail}, ${domain.length}) = ${domain}`);
