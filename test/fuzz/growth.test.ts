// CHECKLIST E: no mail costs more than its size, whatever it is made of.
//
// Each shape is one unit over and over, read at two sizes, as CPU time of the thread. What seems to grow faster than its
// size, or costs too much, is read again before it counts.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cpuOf, readWhole } from './growth.ts';
import {
  bodyShapes,
  bodyUnits,
  fieldShapes,
  headerShapes,
  htmlShapes,
  htmlUnits,
  mimeShapes,
  type Shape,
  textOf,
} from './hostile-shapes.ts';

const kb = 1024;
/** Of headers the listener takes 64 KB. */
const looks = { header: 60 * kb, body: 64 * kb };
// Far above the dearest shape measured (4.4 ms a KB), far below what a square costs at these sizes.
const maxMsPerKb = 8;
/** Below it a ratio of two costs says nothing; a square that hides there costs seconds for a mail of megabytes. */
const readable = 100;
/** A square grows four times as fast as its size; what is busy beside it makes half of that. */
const growth = 1.75;
/** A whole round, which takes an hour: `GROWTH=all`. */
const isWhole = process.env.GROWTH === 'all';

/** Milliseconds: the quickest of so many readings. */
const quickest = async (shape: Shape, size: number, times: number): Promise<number> => {
  const raw = Buffer.from(shape.make(size), 'latin1');
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < times; round++) best = Math.min(best, await cpuOf(() => readWhole(raw)));
  return best;
};

/** What is wrong with the shape, or null. */
async function faultOf(shape: Shape, look: number): Promise<string | null> {
  const first = await quickest(shape, look, 1);
  if (first < readable) return null;
  if (look < looks.body) return first <= maxMsPerKb * (look / kb) ? null : growsTooFast(shape, look / 4, look);
  const isThorough = isWhole || known.some(each => shape.name.includes(each));
  return (await growsTooFast(shape, look, 4 * look)) ?? (isThorough ? growsTooFast(shape, 4 * look, 16 * look) : null);
}

async function growsTooFast(shape: Shape, small: number, large: number): Promise<string | null> {
  for (const times of [1, 4]) {
    const [before, after] = [await quickest(shape, small, times), await quickest(shape, large, times)];
    const grows = after / Math.max(before, readable / 4) / (large / small);
    if (after <= maxMsPerKb * (large / kb) && grows <= growth) return null;
    if (times > 1)
      return `${shape.name}: ${before.toFixed(0)} ms at ${small / kb} KB, ${after.toFixed(0)} ms at ${large / kb} KB`;
  }
  return null;
}

const groups: readonly (readonly [name: string, shapes: readonly Shape[], look: number])[] = [
  ['header fields', headerShapes, looks.header],
  ['header lines', fieldShapes, looks.header],
  ['texts', bodyShapes, looks.body],
  ['HTML', htmlShapes, looks.body],
  ['encodings, containers and parts', mimeShapes, looks.body],
];

for (const [name, shapes, look] of groups) {
  test(`${name} cost no more than their size`, { timeout: 900_000 }, async () => {
    const faults: string[] = [];
    // A run takes a sample, another one each day.
    const day = Math.floor(Date.now() / 86_400_000);
    const every = name === 'header fields' ? 60 : name === 'header lines' ? 1 : 8;
    const chosen = shapes.filter(
      (shape, at) => isWhole || known.some(each => shape.name.includes(each)) || at % every === day % every,
    );
    for (const shape of chosen) faults.push(...[await faultOf(shape, look)].filter(fault => fault !== null));
    expect(faults).toEqual([]);
  });
}

/** What was found once is read in every run. */
const known = [
  'Content-Transfer-Encoding: "("',
  'Cc: <a@b.c> "("',
  'From: Vera <vera@clinic.test> "("',
  'text, lines of "a:"',
  'text, wrapped "t="',
];

test('random runs of units cost no more than their size', { timeout: 900_000 }, async () => {
  const run = fc.record({
    units: fc.array(fc.constantFrom(...bodyUnits), { minLength: 1, maxLength: 4 }),
    html: fc.array(fc.constantFrom(...htmlUnits), { minLength: 0, maxLength: 3 }),
    end: fc.constantFrom('', ' ', '\r\n', '\r\n\r\n'),
  });
  await fc.assert(
    fc.asyncProperty(run, async ({ units, html, end }) => {
      const name = JSON.stringify([...units, ...html, end]);
      const unit = `${units.join('')}${html.join('')}${end}`;
      expect(await faultOf({ name, make: size => textOf(unit, size, html.length > 0) }, looks.body)).toBeNull();
    }),
    { numRuns: isWhole ? 500 : 60, endOnFailure: true },
  );
});

// Each was a square whose cost shows only above 64 KB.
test.each([
  ['images that are taken out', '><img><hr>'],
  ['elements for readers without script', '</p><noscript>'],
  ['end tags of nothing that is open', '<i></b>'],
  ['the same behind words', '<b></i>x'],
  ['cells in cells', '<table><td></b>'],
])('%s cost no more than their size', { timeout: 120_000 }, async (name, unit) => {
  const shape = { name, make: (size: number) => textOf(unit, size, true) };
  expect(await growsTooFast(shape, 128 * kb, 512 * kb)).toBeNull();
});
