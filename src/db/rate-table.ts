import { lt, sql } from 'drizzle-orm';
import type { Database } from './database.ts';
import { peerRates } from './schema/peer-rates.ts';

export type Counts = Readonly<{ connections: number; mails: number }>;
/** The number of a minute since 1970, and a peer's counts in it. */
export type PeerMinute = Readonly<{ peer: string; minute: number }> & Counts;
/** Adds these counts to those of all listeners, and returns the sums for the same peers. */
export type ExchangeRates = (counted: readonly PeerMinute[]) => Promise<readonly PeerMinute[]>;

// Addresses are personal data, so rows are kept briefly: a minute, plus the difference of listeners' clocks.
const keptMinutes = 5;

/** Keeps the counts in PostgreSQL, which all listeners share: one statement a second for any number of mails. */
export function rateTable(db: Database): ExchangeRates {
  let tidied = 0;
  return async counted => {
    const minute = Math.max(...counted.map(each => each.minute));
    // The same order everywhere prevents deadlocks between listeners.
    const rows = counted.toSorted((a, b) => (a.peer < b.peer ? -1 : 1));
    const sums: PeerMinute[] = await db
      .insert(peerRates)
      .values(rows)
      .onConflictDoUpdate({
        target: [peerRates.peer, peerRates.minute],
        set: {
          connections: sql`${peerRates.connections} + excluded.connections`,
          mails: sql`${peerRates.mails} + excluded.mails`,
        },
      })
      .returning();
    if (minute > tidied) {
      tidied = minute;
      await db.delete(peerRates).where(lt(peerRates.minute, minute - keptMinutes));
    }
    return sums;
  };
}
