// Mail by the hour, as the page of the belt draws it.
import { sql } from 'drizzle-orm';
import type { Database } from '../../db/database.ts';
import type { Bar } from './figures.ts';

/** Of the last 24 hours, oldest first: could not be filed, held, filed, refused. The label is the hour, as ISO 8601. */
export async function mailByHour(db: Database): Promise<readonly Bar[]> {
  const { rows } = await db.execute<{ hour: Date; failed: number; held: number; filed: number; refused: number }>(sql`
    with hours as (
      select generate_series(date_trunc('hour', now()) - interval '23 hours', date_trunc('hour', now()), interval '1 hour') as hour
    ), taken as (
      select date_trunc('hour', received_at) as hour,
        count(*) filter (where disposition = 'failed')::int as failed,
        count(*) filter (where disposition = 'held')::int as held,
        count(*) filter (where disposition not in ('failed', 'held', 'refused'))::int as filed,
        count(*) filter (where disposition = 'refused')::int as refused
      from mails where received_at >= date_trunc('hour', now()) - interval '23 hours' group by 1
    ), turned as (
      select date_trunc('hour', at) as hour, count(*)::int as refused
      from refusals where at >= date_trunc('hour', now()) - interval '23 hours' group by 1
    )
    select hours.hour, coalesce(failed, 0) as failed, coalesce(held, 0) as held, coalesce(filed, 0) as filed,
      coalesce(taken.refused, 0) + coalesce(turned.refused, 0) as refused
    from hours left join taken using (hour) left join turned using (hour) order by 1`);
  return rows.map(({ hour, failed, held, filed, refused }) => ({
    label: new Date(hour).toISOString(),
    parts: [failed, held, filed, refused],
  }));
}
