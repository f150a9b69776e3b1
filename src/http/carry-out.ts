// The way of every act from a page or a call: one transaction, letters offered to the queue, open pages told.
import type { Database, Tx } from '../db/database.ts';
import { announceOutbox } from '../outbox/outbox.ts';
import { announceTickets } from '../tickets/changes.ts';

/** `numbersOf`: the tickets that the work has changed. */
export async function carryOut<Done>(
  db: Database,
  work: (tx: Tx) => Promise<Done>,
  numbersOf: (done: Done) => readonly (number | null)[],
): Promise<Done> {
  const done = await db.transaction(async tx => {
    const result = await work(tx);
    await announceOutbox(tx);
    return result;
  });
  const numbers = [...new Set(numbersOf(done).flatMap(number => number ?? []))];
  // Others see it when they load their page, where this cannot be told.
  if (numbers.length > 0) await announceTickets(db, numbers).catch(() => {});
  return done;
}
