// Measures work: CPU time of process trees, what PostgreSQL counted, and the times of answers.
import { setTimeout as sleep } from 'node:timers/promises';
import { cpuMsOf } from './cpu.ts';
import type { Sent } from './load.ts';
import { monotonicNow, type Period } from './profile.ts';

export type Figures = Readonly<{
  name: string;
  perSecond: number;
  /** CPU milliseconds for one, in all and by program. */
  cpuMs: number;
  parts: Record<string, number>;
  /** Where bare smtp-server with a sync needs 0.4 ms. */
  scaledMs?: number;
  /** Of large mails: bare acceptance and storage of one, measured right before and after. */
  storeMs?: number;
  /** For one: commits, bytes of WAL, and statements where they are counted. */
  database?: Counted;
  /** Mails a second that were answered 250, and the milliseconds from the dot to that. */
  accepted?: Readonly<{ perSecond: number; p50: number; p95: number; p99: number }>;
  /** Of the process with all roles, at the end. */
  rssMb?: number;
  period: Period;
}>;
export type Counted = Readonly<{ commits: number; walBytes: number; statements?: number }>;

/** `work` resolves when all is done. It runs for `warmUp` first, which is not measured. */
export type Measured = Readonly<{
  name: string;
  roots: readonly number[];
  count: number;
  warmUp: number;
  work(count: number): Promise<Sent | null>;
  counted?(): Promise<Counted>;
}>;

export async function measure({ name, roots, count, warmUp, work, counted }: Measured): Promise<Figures> {
  if (warmUp > 0) await work(warmUp);
  await sleep(500);
  const countedBefore = await counted?.();
  const before = cpuMsOf(roots);
  const from = monotonicNow();
  const sent = await work(count);
  const to = monotonicNow();
  await sleep(300); // The last rows are written after the last letter.
  const after = cpuMsOf(roots);
  const parts = Object.fromEntries(
    Object.entries(after).map(([program, ms]) => [program, round((ms - (before[program] ?? 0)) / count)]),
  );
  const cpuMs = round(Object.values(parts).reduce((sum, part) => sum + part, 0));
  const figures = { name, perSecond: Math.round((count * 1e6) / (to - from)), cpuMs, parts, period: { from, to } };
  // The server's counters follow a second later.
  if (counted) await sleep(1_200);
  const countedAfter = await counted?.();
  return {
    ...figures,
    ...(countedBefore && countedAfter ? { database: between(countedBefore, countedAfter, count) } : {}),
    ...(sent === null ? {} : { accepted: acceptedOf(sent, count) }),
  };
}

const between = (before: Counted, after: Counted, count: number): Counted => ({
  commits: round((after.commits - before.commits) / count),
  walBytes: Math.round((after.walBytes - before.walBytes) / count),
  ...(after.statements === undefined
    ? {}
    : { statements: round((after.statements - (before.statements ?? 0)) / count) }),
});

function acceptedOf({ milliseconds, dotMs }: Sent, count: number) {
  const at = (share: number) => round(dotMs[Math.min(dotMs.length - 1, Math.floor(dotMs.length * share))] ?? 0);
  return { perSecond: Math.round((count * 1000) / milliseconds), p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}

export const round = (value: number): number => Math.round(value * 100) / 100;

/** The upper one of an even number; 0 of none. */
export const medianOf = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

export async function until(done: () => Promise<boolean>, what: string): Promise<void> {
  for (const deadline = Date.now() + 600_000; !(await done()); await sleep(20)) {
    if (Date.now() > deadline) throw new Error(`ten minutes passed, and not ${what}`);
  }
}
