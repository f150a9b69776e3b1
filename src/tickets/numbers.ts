// The numbers of tickets: one after the other, without gaps.
//
// A sequence jumps with each attempt that fails, and by 32 when its server is killed. So a number is one more than
// the largest, taken under a lock that the transaction holds until it ends. The sequence of the column follows, for
// workers of an earlier release.
import { sql } from 'drizzle-orm';
import type { Tx } from '../db/database.ts';

/** An arbitrary number, the same in every release. */
const numbersKey = 7_673_840;

/** The first of `count` numbers in a row. */
export async function takeNumbers(tx: Tx, count: number): Promise<number> {
  await tx.execute(sql`select pg_advisory_xact_lock(${sql.raw(String(numbersKey))})`);
  const { rows } = await tx.execute<{ last: string }>(sql`
    select setval(pg_get_serial_sequence('tickets', 'number'), coalesce(max(number), 0) + ${count}::int) as last
    from tickets`);
  return Number(rows[0]!.last) - count + 1;
}
