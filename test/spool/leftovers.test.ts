import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ulid } from 'ulid';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { isAged, watchLeftovers } from '../../src/spool/leftovers.ts';

const now = Date.parse('2026-11-23T09:00:00.000Z');
const idAt = (ms: number) => ulid(now + ms).toLowerCase();

test.each([
  [-1_000, 0, true],
  [5_000, 0, true],
  [-1_000, 1_000, true],
  [-999, 1_000, false],
  [0, 1, false],
  [10_000, 1_000, false],
  [10_001, 1_000, true],
])('a mail of %i ms from now has waited for %i ms, or its clock was wrong: %s', (ms, olderThanMs, expected) => {
  expect(isAged(idAt(ms), olderThanMs, now)).toBe(expected);
});

test('what is no id of a mail has no age', () => {
  for (const name of ['', 'README', idAt(0).toUpperCase(), `${idAt(0)}x`]) expect(isAged(name, 0, now)).toBeNull();
});

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'postern-leftovers-'));
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(folder, { recursive: true, force: true });
});

/** Two mails come at the same stamp of the folder; it is looked at `afterMs` later, and again. */
async function seenAfter(afterMs: number): Promise<number> {
  const leftovers = watchLeftovers(folder);
  const add = async (ms: number) => {
    await writeFile(join(folder, idAt(ms)), '');
    await utimes(folder, new Date(now), new Date(now));
  };
  vi.spyOn(Date, 'now').mockReturnValue(now + afterMs);
  await add(-2);
  expect(await leftovers(0)).toEqual([idAt(-2)].map(() => expect.any(String)));
  await add(-1);
  return (await leftovers(0)).length;
}
test('the folder is read again while a change could have the same stamp', async () => {
  expect(await seenAfter(50)).toBe(2);
});
test('and not once the stamp is old', async () => {
  expect(await seenAfter(51)).toBe(1);
});

test('what is no mail is not listed', async () => {
  await writeFile(join(folder, '.nfs0001'), '');
  expect(await watchLeftovers(folder)(0)).toEqual([]);
});
