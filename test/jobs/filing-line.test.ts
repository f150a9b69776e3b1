import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createFilingLine } from '../../src/jobs/filing-line.ts';

function lineOf(workMs: number, patienceMs = 5_000) {
  const batches: (readonly number[])[] = [];
  const work = async (items: readonly number[]) => {
    batches.push(items);
    await sleep(workMs);
  };
  return { batches, ...createFilingLine(work, patienceMs) };
}
const upTo = (count: number, from = 0) => Array.from({ length: count }, (_, at) => from + at);

test('what comes while others are filed goes together, in the order of arrival', async () => {
  const { file, batches } = lineOf(20);
  await Promise.all([file([0]), file([1, 2]), file([3]), file([])]);
  expect(batches).toEqual([[0], [1, 2, 3]]);
});
test('never more go together than one job names', async () => {
  const { file, batches } = lineOf(1);
  await Promise.all([file(upTo(100)), file(upTo(50, 100))]);
  expect(batches.map(({ length }) => length)).toEqual([64, 64, 22]);
  expect(batches.flat()).toEqual(upTo(150));
});
test('it resolves when its own mails are filed, and not before', async () => {
  const { file } = lineOf(30);
  let filed = false;
  const one = file([1]).then(() => {
    filed = true;
  });
  await sleep(10);
  expect(filed).toBe(false);
  await one;
});
test('a batch that stalls holds the next no longer up than that', async () => {
  const { file, batches } = lineOf(400, 30);
  void file([1]);
  const startedAt = performance.now();
  void file([2]);
  await expect.poll(() => batches.length).toBe(2);
  expect(performance.now() - startedAt).toBeLessThan(300);
});
