import { sql } from 'drizzle-orm';
import type { Tx } from './database.ts';

/** True where no other transaction holds this advisory lock; it is held until the transaction ends. */
export async function tryLock(tx: Tx, key: number): Promise<boolean> {
  const { rows } = await tx.execute<{ mine: boolean }>(sql`select pg_try_advisory_xact_lock(${key}) as mine`);
  return rows[0]?.mine === true;
}
