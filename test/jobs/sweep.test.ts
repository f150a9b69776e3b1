import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ingestJobs } from '../../src/gateway/ground.ts';
import { startSweeper } from '../../src/jobs/sweep.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('a mail that stays although it was offered goes into jobs that the queue has not yet, less and less often', async () => {
  const left = ['a', 'b'];
  const offers: string[][] = [];
  const sweeper = startSweeper({
    leftovers: async () => left,
    offerMails: async (ids, again) => void offers.push(ingestJobs(ids, again).map(({ id }) => id)),
    sendDue: async () => {},
    onError: cause => {
      throw cause;
    },
  });
  await vi.advanceTimersByTimeAsync(20_000);
  // As many may be lost with the queue; the next one must not be taken for one of them.
  expect(offers).toEqual([['a'], ['a'], ['a'], ['a'], ['a-1']]);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(new Set(offers.flat()).size).toBeGreaterThan(3);
  expect(offers.length).toBeLessThan(11);
  left.push('c');
  await vi.advanceTimersByTimeAsync(4_000);
  expect(offers.at(-1)).toEqual(['c']);
  await sweeper.stop();
});
