import { lt, sql } from 'drizzle-orm';
import type { Database } from './database.ts';
import { peerRates } from './schema/peer-rates.ts';

export type Counts = Readonly<{ connections: number; mails: number }>;
/** A minute since 1970 and what a peer did in it. */
export type PeerMinute = Readonly<{ peer: string; minute: number }> & Counts;
/** Adds these to what all have counted, and answers the sums of the same peers. */
export type ExchangeRates = (counted: readonly PeerMinute[]) => Promise<readonly PeerMinute[]>;

// Addresses are personal data: nothing here is of use after its minute, but listeners' clocks differ.
const keptMinutes = 5;

/** Keeps the counts in PostgreSQL, which every listener has: one statement a second, however many mails. */
export function rateTable(db: Database): ExchangeRates {
  let tidied = 0;
  return async counted => {
    const minute = Math.max(...counted.map(each => each.minute));
    // In one order everywhere, so that two listeners never wait for each other's rows.
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
