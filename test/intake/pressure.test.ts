import { describe, expect, test } from 'vitest';
import { type Measured, trackPressure } from '../../src/intake/pressure.ts';

const limits = {
  freeBytes: 1_000,
  freeInodesPercent: 2,
  spoolMails: 100,
  spoolAgeMs: 60_000,
  databaseAwayMs: 60_000,
};
const well: Measured = {
  freeBytes: 5_000,
  freeInodesPercent: 50,
  spoolMails: 0,
  spoolAgeMs: 0,
  databaseAwayMs: 0,
};

describe.each<[keyof Measured, refusal: string, bad: number, between: number, good: number]>([
  ['freeBytes', 'near-limits', 999, 1_050, 1_101],
  ['freeInodesPercent', 'near-limits', 1.9, 2.1, 2.3],
  ['spoolMails', 'near-limits', 101, 95, 89],
  ['spoolAgeMs', 'near-limits', 60_001, 58_000, 53_000],
  ['databaseAwayMs', 'not-now', 60_001, 58_000, 53_000],
])('%s', (of, refusal, bad, between, good) => {
  test('defers beyond its limit, until there is a tenth of distance again', () => {
    const track = trackPressure(limits);
    const held = (value: number | null) => track({ ...well, [of]: value });
    expect(held(between)).toEqual([]);
    expect(held(bad)).toEqual([{ of, refusal }]);
    expect(held(between)).toEqual([{ of, refusal }]);
    expect(held(null)).toEqual([{ of, refusal }]);
    expect(held(good)).toEqual([]);
    expect(held(between)).toEqual([]);
    expect(held(null)).toEqual([]);
  });
  test('has no limit at 0', () => {
    const track = trackPressure({ ...limits, [of]: 0 });
    expect(track({ ...well, [of]: of.startsWith('free') ? 0 : Number.MAX_SAFE_INTEGER })).toEqual([]);
  });
});
