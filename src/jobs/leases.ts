// Which outbox rows are this process's to send, and for how long.
//
// The database counts a lease from its question on, so we count from before we asked. Two clocks tell: one stands
// still while the machine sleeps, the other may be set.
import { leaseMs } from '../outbox/lease.ts';

/** Milliseconds on both clocks. */
export type Moment = Readonly<{ wall: number; steady: number }>;
export const moment = (): Moment => ({ wall: Date.now(), steady: performance.now() });

type Lease = Readonly<{ asked: Moment; until: Date }>;

/** `until` is the database's: another worker that takes the row gives it a later one. */
export type Leases = Readonly<{
  /** False where the row is in hand already, or its lease has run out on the way. */
  take(id: string, asked: Moment, until: Date): boolean;
  has(id: string): boolean;
  /** Whether the lease lasts for so long from now on. */
  lasts(id: string, ms: number): boolean;
  forget(id: string): void;
  /** Those of which less than `ms` are left and that have not run out. */
  ending(ms: number): { id: string; until: Date }[];
  /** Of the rows asked for, those that are `kept` last anew; the others are lost to another worker, or done. */
  renewed(ids: readonly string[], asked: Moment, kept: ReadonlyMap<string, Date>): void;
}>;

export function createLeases(now: () => Moment = moment): Leases {
  const held = new Map<string, Lease>();
  const left = ({ asked }: Lease): number => {
    const { wall, steady } = now();
    return leaseMs - Math.max(wall - asked.wall, steady - asked.steady);
  };
  return {
    take(id, asked, until) {
      const lease = { asked, until };
      if (held.has(id) || left(lease) <= 0) return false;
      held.set(id, lease);
      return true;
    },
    has: id => held.has(id),
    lasts(id, ms) {
      const lease = held.get(id);
      return lease !== undefined && left(lease) > ms;
    },
    forget: id => void held.delete(id),
    ending: ms =>
      [...held].flatMap(([id, lease]) => (left(lease) < ms && left(lease) > 0 ? [{ id, until: lease.until }] : [])),
    renewed(ids, asked, kept) {
      for (const id of ids) {
        const until = kept.get(id);
        if (until === undefined) held.delete(id);
        else if (held.has(id)) held.set(id, { asked, until });
      }
    },
  };
}
