// CHECKLIST E: no mail costs more than its size, whatever it is made of.
//
// Each shape is one unit over and over. Its cost is the quickest of several readings, as CPU time of the
// thread. A first look at one size finds the costly ones; only those are grown, since growth shows only where
// the cost stands well above what the clock can tell (4 ms on some systems).
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
const worthGrowing = 100;
/** A whole round, which takes an hour: `GROWTH=all`. */
const isWhole = process.env.GROWTH === 'all';
const growth = 1.3;
/** Below it a ratio of two costs says nothing. */
const readable = 25;

const quickest = async (shape: Shape, size: number, times: number): Promise<number> => {
  const raw = Buffer.from(shape.make(size), 'latin1');
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < times; round++) best = Math.min(best, await cpuOf(() => readWhole(raw)));
  return best;
};

/** What is wrong with the shape, or null. */
async function faultOf(shape: Shape, look: number): Promise<string | null> {
  const first = await quickest(shape, look, 1);
  if (first < worthGrowing) return null;
  const again = await quickest(shape, look, 2);
  if (again > (maxMsPerKb * look) / kb) return `${shape.name}: ${(again / (look / kb)).toFixed(1)} ms a KB`;
  return again < worthGrowing ? null : growsTooFast(shape);
}

async function growsTooFast(shape: Shape): Promise<string | null> {
  const isThorough = isWhole || known.some(each => shape.name.includes(each));
  const [from, to] = [64 * kb, (isThorough ? 1024 : 256) * kb];
  const costs: number[] = [];
  for (let size = from; size <= to; size *= 4) costs.push(await quickest(shape, size, 2));
  // Each step is four times the size; a step that looks too steep is measured again before it counts.
  for (let step = 1, size = from * 4; size <= to; step++, size *= 4) {
    const [before, after] = [costs[step - 1]!, costs[step]!];
    if (before < readable || after <= before * 4 * growth) continue;
    const [smaller, larger] = [await quickest(shape, size / 4, 5), await quickest(shape, size, 5)];
    if (Math.min(after, larger) > Math.max(before, smaller) * 4 * growth)
      return `${shape.name}: ${smaller.toFixed(0)} ms at ${size / 4 / kb} KB, ${larger.toFixed(0)} ms at ${size / kb} KB`;
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
