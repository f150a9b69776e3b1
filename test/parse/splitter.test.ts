import { Readable } from 'node:stream';
import type { Splitter, SplitterChunk, SplitterOptions } from '@zone-eu/mailsplit';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { splitterOfAllParts } from '../../src/parse/splitter.ts';

const options: SplitterOptions = { ignoreEmbedded: true };
const head = 'content-type: multipart/mixed; boundary=b\r\n\r\npreamble\r\n--b\r\n\r\n';

const line = fc.oneof(
  { weight: 6, arbitrary: fc.constant('QUJD'.repeat(19)) },
  fc.constantFrom('', '--', '--b', '--b--', '--b \t', '--x', '\r--b', ' --b', 'a\r', '--b\r', 'content-type: x', '-'),
  fc.constant('x'.repeat(70_000)),
);
const stretch = fc.tuple(line, fc.constantFrom(1, 1, 2, 60, 200), fc.constantFrom('\r\n', '\r\n', '\n'));
const body = fc
  .array(stretch, { maxLength: 12 })
  .map(all => all.map(([text, times, end]) => `${text}${end}`.repeat(text.length > 1000 ? 1 : times)).join(''));
const sizes = fc.array(fc.oneof(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 4_000, max: 70_000 })), {
  minLength: 1,
  maxLength: 5,
});

test('lines that are passed on together are split as mailsplit splits them, in whatever chunks they come', async () => {
  await fc.assert(
    fc.asyncProperty(body, sizes, async (text, chunkSizes) => {
      const bytes = Buffer.from(head + text);
      const expected = await split(splitterOfAllParts(options, Number.POSITIVE_INFINITY), bytes, chunkSizes);
      const found = await split(splitterOfAllParts(options), bytes, chunkSizes);
      expect(found.join('\0') === expected.join('\0')).toBe(true);
    }),
    { numRuns: 60 },
  );
});

/** What a splitter says: consecutive bytes of one node and type joined, since it may cut them anywhere. */
async function split(splitter: Splitter, bytes: Buffer, sizes: readonly number[]): Promise<string[]> {
  const nodes = new Map<unknown, number>();
  const found: { what: string; value: string }[] = [];
  for await (const chunk of Readable.from(cut(bytes, sizes)).pipe(splitter) as AsyncIterable<SplitterChunk>) {
    if (chunk.type === 'node') {
      nodes.set(chunk, nodes.size);
      found.push({ what: `node ${nodes.size}`, value: chunk.getHeaders().toString('latin1') });
      continue;
    }
    const what = `${chunk.type} of ${nodes.get(chunk.node)}`;
    const value = chunk.value.toString('latin1');
    if (found.at(-1)?.what === what) found.at(-1)!.value += value;
    else if (value !== '') found.push({ what, value });
  }
  return found.map(({ what, value }) => `${what}: ${value}`);
}

function* cut(bytes: Buffer, sizes: readonly number[]): Generator<Buffer> {
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const size = sizes[turn % sizes.length]!;
    yield bytes.subarray(at, at + size);
    at += size;
  }
}
