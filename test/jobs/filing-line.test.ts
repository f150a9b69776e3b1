import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createFilingLine } from '../../src/jobs/filing-line.ts';

function lineOf(workMs: number, patienceMs = 5_000, holdMs = 100) {
  const batches: (readonly number[])[] = [];
  const work = async (items: readonly number[]) => {
    batches.push(items);
    await sleep(workMs);
  };
  const line = createFilingLine({ idOf, work, patienceMs, holdMs });
  return { batches, ...line };
}
const idOf = (item: number) => String(item).padStart(4, '0');
const upTo = (count: number, from = 0) => Array.from({ length: count }, (_, at) => from + at);

test('what comes while others are filed goes together, in the order of arrival', async () => {
  const { file, batches } = lineOf(20);
  await Promise.all([file([0]), file([1, 2]), file([3]), file([])]);
  expect(batches).toEqual([[0], [1, 2, 3]]);
});
test('what was read sooner waits for what came before it, for as long as that may take to read', async () => {
  const { file, reads, batches } = lineOf(1);
  reads([idOf(1)]);
  const later = [file([3]), file([2])];
  await sleep(20);
  expect(batches).toEqual([]);
  await Promise.all([file([1]), ...later]);
  expect(batches).toEqual([[1, 2, 3]]);
});
test('a mail that is read for long holds up those behind it for a moment, and never again', async () => {
  const { file, reads, batches } = lineOf(1, 5_000, 60);
  reads([idOf(1)]);
  const startedAt = performance.now();
  await file([2]);
  const afterFirst = performance.now();
  expect(afterFirst - startedAt).toBeGreaterThan(50);
  await file([3]);
  expect(performance.now() - afterFirst).toBeLessThan(50);
  expect(batches).toEqual([[2], [3]]);
});
test('a mail of which nothing comes holds up nobody any more', async () => {
  const { file, reads, forget, batches } = lineOf(1, 5_000, 60_000);
  reads([idOf(1)]);
  const later = file([2]);
  forget([idOf(1)]);
  await later;
  expect(batches).toEqual([[2]]);
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
