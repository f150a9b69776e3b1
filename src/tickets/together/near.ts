// Open tickets that could be about the incidents of several new ones, in one statement (similar.ts tells how).
import { sql } from 'drizzle-orm';
import type { Tx } from '../../db/database.ts';
import { keyOf } from '../../desk/ticket.ts';
import { type Candidate, maxCandidates, maxMatches, profileIn, recentDays } from '../similar.ts';

export type Searched = Readonly<{
  n: number;
  author: string;
  organisation: string | null;
  /** `@domain` where the directory admits the author's whole domain. */
  domain: string | null;
  instance: string | null;
  instanceKnown: boolean;
  at: string;
  words: readonly string[];
}>;
type Row = { n: number; number: string; subject: string; at: string; words: string; visible: boolean };

/** By the `n` of each. */
export async function ticketsNear(tx: Tx, searched: readonly Searched[]): Promise<Map<number, Candidate[]>> {
  const near = new Map<number, Candidate[]>(searched.map(({ n }) => [n, []]));
  const asked = searched
    .filter(({ words }) => words.length > 0)
    .map(({ words, ...each }) => ({ ...each, query: words.map(word => `'${word}'`).join('|') }));
  if (asked.length === 0) return near;
  const { rows } = await tx.execute<Row>(sql`
    with d as materialized (select * from json_to_recordset(${JSON.stringify(asked)}::json) as x(n int, author text,
      organisation text, domain text, instance text, "instanceKnown" boolean, at timestamptz, query tsquery)),
    newest as materialized (select * from tickets where ${isOpen} order by number desc limit ${sql.raw(String(looked))})
    select d.n, t.number, t.subject, t.created_at as at, t.words::text as words, t.visible
    from d cross join lateral (select count(*) >= ${sql.raw(String(many))} as many from newest t where t.words @@ d.query and ${isNear}) as found
    cross join lateral (
      select * from (
        (select ${columns} from tickets t where found.many and ts_match_vq(t.words, d.query) and ${isNear}
          order by number desc limit ${sql.raw(String(maxMatches))})
        union all
        (select ${columns} from tickets t where not found.many and t.words @@ d.query and ${isNear}
          order by number desc limit ${sql.raw(String(maxMatches))})) as matches
      order by ts_rank('{0.1, 0.1, 0.1, 0.2}', words, d.query) desc, number desc
      limit ${sql.raw(String(maxCandidates))}) as t
    order by d.n, t.number desc`);
  for (const { n, number, subject, at, words, visible } of rows) {
    const candidate = { key: keyOf(Number(number)), subject, openedAt: new Date(at), isVisible: visible };
    near.get(n)!.push({ ...candidate, profile: profileIn(words) });
  }
  return near;
}

// Of words that many open tickets have, the newest sixty are soon met along their numbers; the index of words would
// give all of them, to be sorted. Of other words it gives the few at once. PostgreSQL cannot tell which it will be.
const looked = 100;
const many = 8;
const isOpen = sql.raw(`status in ('new', 'open', 'pending')`);
const columns = sql.raw(`number, subject, created_at, words, coalesce(requester_email = d.author
  or number = any(array(select ticket_number from followers f where f.email = d.author and f.state = 'following'))
  or organisation = d.organisation or (d.organisation is null and d.domain is not null
    and organisation is null and right(requester_email, length(d.domain)) = d.domain), false) as visible`);
const isNear = sql.raw(`t.status in ('new', 'open', 'pending') and t.created_at > d.at - interval '${recentDays} days'
  and (d.instance is null or t.instance is null or t.instance = d.instance)
  and (d."instanceKnown" and t.instance = d.instance or t.requester_email = d.author
    or t.organisation = d.organisation or d.organisation is null and d.domain is not null
      and t.organisation is null and right(t.requester_email, length(d.domain)) = d.domain
    or t.number = any(array(select ticket_number from followers f where f.email = d.author and f.state = 'following')))`);
