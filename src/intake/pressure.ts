// When mail is deferred at MAIL FROM: what is taken has to be kept and filed, and a full disk or a spool that only
// grows can do neither. A limit that was passed holds until there is a tenth of distance again, so that a value
// near it does not flap. The queue is no limit: without it the spool is swept.
import type { Refusal } from '../mail/verdict.ts';

/** Null where nothing is known of it, or where it has no limit. Times are milliseconds. */
export type Measured = Readonly<{
  freeBytes: number | null;
  freeInodesPercent: number | null;
  spoolMails: number | null;
  spoolAgeMs: number | null;
  databaseAwayMs: number | null;
}>;
export type PressureLimits = Readonly<{ [of in keyof Measured]: number }>;
export type Pressure = Readonly<{ of: keyof Measured; refusal: Refusal }>;

type Kind = Readonly<{ worse: 'below' | 'above'; refusal: Refusal }>;
const kinds: Record<keyof Measured, Kind> = {
  freeBytes: { worse: 'below', refusal: 'near-limits' },
  freeInodesPercent: { worse: 'below', refusal: 'near-limits' },
  spoolMails: { worse: 'above', refusal: 'near-limits' },
  spoolAgeMs: { worse: 'above', refusal: 'near-limits' },
  databaseAwayMs: { worse: 'above', refusal: 'not-now' },
};
const distance = 0.1;

/** A limit of 0 is none. Each call gives what holds now, given what held at the call before. */
export function trackPressure(limits: PressureLimits): (measured: Measured) => readonly Pressure[] {
  const holding = new Set<keyof Measured>();
  return measured => {
    for (const of of Object.keys(kinds) as (keyof Measured)[]) {
      if (isBeyond(kinds[of], { value: measured[of], limit: limits[of], held: holding.has(of) })) holding.add(of);
      else holding.delete(of);
    }
    return [...holding].map(of => ({ of, refusal: kinds[of].refusal }));
  };
}

type Against = Readonly<{ value: number | null; limit: number; held: boolean }>;

function isBeyond({ worse }: Kind, { value, limit, held }: Against): boolean {
  if (limit === 0) return false;
  // What cannot be measured just now stays as it was.
  if (value === null) return held;
  const sign = worse === 'below' ? 1 : -1;
  const border = held ? limit * (1 + sign * distance) : limit;
  return worse === 'below' ? value < border : value > border;
}
