import { expect, test } from 'vitest';
import { paced } from '../../src/intake/throttle.ts';

test('everything comes, in order, one chunk a turn over all mails', async () => {
  let [turns, chunks] = [0, 0];
  let running = true;
  const tick = () => {
    turns += 1;
    if (running) setImmediate(tick);
  };
  setImmediate(tick);
  async function* count() {
    for (let at = 0; at < 20; at += 1) yield at;
  }
  const all = await Promise.all(
    Array.from({ length: 10 }, async () => {
      const heard: number[] = [];
      for await (const at of paced(count())) {
        chunks += 1;
        expect(chunks).toBeLessThanOrEqual(turns + 2);
        heard.push(at);
      }
      return heard;
    }),
  );
  running = false;
  expect(all).toEqual(Array.from({ length: 10 }, () => Array.from({ length: 20 }, (_, at) => at)));
});
