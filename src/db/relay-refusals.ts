// Counts mails of trusted relays that were refused after DATA, so that the doctor can report bounces.
import { gte, lt, sql } from 'drizzle-orm';
import type { Database } from './database.ts';
import { relayRefusals } from './schema/relay-refusals.ts';

export type RelayRefusal = Readonly<{ refusal: string; relayed: boolean }>;

const dayMs = 86_400_000;
const keptDays = 30;
const dayOf = (date: Date): string => date.toISOString().slice(0, 10);

export async function countRelayRefusals(db: Database, refused: readonly RelayRefusal[], now: Date): Promise<void> {
  const counts = new Map<string, RelayRefusal & { mails: number }>();
  for (const each of refused) {
    const key = `${each.refusal} ${each.relayed}`;
    counts.set(key, { ...each, mails: (counts.get(key)?.mails ?? 0) + 1 });
  }
  const day = dayOf(now);
  // The same order everywhere prevents deadlocks between listeners.
  const rows = [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, count]) => ({ day, ...count }));
  await db
    .insert(relayRefusals)
    .values(rows)
    .onConflictDoUpdate({
      target: [relayRefusals.day, relayRefusals.refusal, relayRefusals.relayed],
      set: { mails: sql`${relayRefusals.mails} + excluded.mails` },
    });
  await db.delete(relayRefusals).where(lt(relayRefusals.day, dayOf(new Date(now.getTime() - keptDays * dayMs))));
}

/** Over the last seven days, today included. */
export async function relayRefusalsLately(db: Database, now: Date): Promise<(RelayRefusal & { mails: number })[]> {
  const since = dayOf(new Date(now.getTime() - 6 * dayMs));
  return db
    .select({
      refusal: relayRefusals.refusal,
      relayed: relayRefusals.relayed,
      mails: sql<number>`sum(${relayRefusals.mails})::int`,
    })
    .from(relayRefusals)
    .where(gte(relayRefusals.day, since))
    .groupBy(relayRefusals.refusal, relayRefusals.relayed);
}
