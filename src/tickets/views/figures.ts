// Figures of the desk, as its charts and their tables show them. Days are those of UTC, as in a search.
import { sql } from 'drizzle-orm';
import type { Database } from '../../db/database.ts';

/** One bar: its parts from below. */
export type Bar = Readonly<{ label: string; parts: readonly number[] }>;
export type DeskFigures = Readonly<{
  /** Tickets opened a day, the last 28: urgent, high, medium, low, unset. */
  opened: readonly Bar[];
  /** Open tickets by age: one for each limit of `ageLimits`, and one for those that are older. */
  byAge: readonly Bar[];
  /** Minutes to the first answer by week of opening, the last 8: median, and the rest up to nine of ten. */
  firstAnswer: readonly Bar[];
  /** The instances with most tickets in the last 7 days. */
  instances: readonly Bar[];
  /** The first of these 7 days, as 2026-11-30. */
  since: string;
}>;

/** Days. */
export const ageLimits = [1, 3, 7, 14, 30];

const today = sql`date_trunc('day', now(), 'UTC')`;
const daysAgo = (days: number) => sql`${today} - ${days}::int * interval '24 hours'`;
const prioritiesInOrder = ['urgent', 'high', 'medium', 'low', null];

export async function deskFigures(db: Database): Promise<DeskFigures> {
  const [opened, byAge, firstAnswer, instances] = await Promise.all([
    db.execute<{ day: string; priority: string | null; count: number }>(sql`
      select to_char(day at time zone 'UTC', 'YYYY-MM-DD') as day, priority, count(number)::int as count
      from generate_series(${daysAgo(27)}, ${today}, interval '24 hours') as day
      left join tickets on created_at >= day and created_at < day + interval '24 hours'
      group by 1, 2 order by 1`),
    db.execute<{ bucket: number; count: number }>(sql`
      select width_bucket(extract(epoch from now() - created_at) / 86400, ${sql.param(ageLimits)}::numeric[]) as bucket, count(*)::int as count
      from tickets where status in ('new', 'open', 'pending') group by 1`),
    db.execute<{ week: string; half: number; nine: number }>(sql`
      select to_char(date_trunc('week', opened, 'UTC') at time zone 'UTC', 'YYYY-MM-DD') as week,
        percentile_cont(0.5) within group (order by minutes) as half, percentile_cont(0.9) within group (order by minutes) as nine
      from (
        select t.created_at as opened, extract(epoch from min(m.created_at) - t.created_at) / 60 as minutes
        from tickets t join messages m on m.ticket_number = t.number and m.kind = 'answer'
        where t.created_at >= ${daysAgo(56)} group by t.number
      ) as answered group by 1 order by 1`),
    db.execute<{ instance: string; count: number }>(sql`
      select instance, count(*)::int as count from tickets
      where created_at >= ${daysAgo(6)} and instance is not null group by 1 order by 2 desc, 1 limit 10`),
  ]);
  const days = [...new Set(opened.rows.map(({ day }) => day))];
  const of = (day: string, priority: string | null) =>
    opened.rows.find(row => row.day === day && row.priority === priority)?.count ?? 0;
  return {
    opened: days.map(day => ({ label: day, parts: prioritiesInOrder.map(priority => of(day, priority)) })),
    byAge: [
      ...ageLimits.map((limit, at) => (at === 0 ? `< ${limit}` : `${ageLimits[at - 1]}–${limit}`)),
      `> ${ageLimits.at(-1)}`,
    ].map((label, at) => ({
      label,
      parts: [byAge.rows.find(({ bucket }) => bucket === at)?.count ?? 0],
    })),
    firstAnswer: firstAnswer.rows.map(({ week, half, nine }) => ({
      label: week,
      parts: [Math.round(half), Math.max(0, Math.round(nine) - Math.round(half))],
    })),
    instances: instances.rows.map(({ instance, count }) => ({ label: instance, parts: [count] })),
    since: days.at(-7)!,
  };
}
