import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkLineEnds } from '../../src/smtp/line-ends.ts';

async function bareIn(...chunks: string[]) {
  const { bytes, bare } = checkLineEnds(chunked(chunks));
  const passed: Buffer[] = [];
  for await (const chunk of bytes) passed.push(chunk);
  expect(Buffer.concat(passed).toString('latin1')).toBe(chunks.join(''));
  return bare();
}

test.each([
  [false, ['a\r\nb\r\n']],
  [false, ['a\r', '\nb\r', '', '\n']],
  [false, ['', '\r\n\r\n']],
  [true, ['a\nb\r\n']],
  [true, ['a\r', 'b\r\n']],
  [true, ['a', '\nb']],
  [true, ['a\r\n', '\n']],
  [true, ['a\r\r\n']],
  [true, ['\n.\n']],
  [true, ['a\r']],
  [true, ['a', '\r']],
])('bare: %s in %j', async (bare, chunks) => {
  expect(await bareIn(...chunks)).toBe(bare);
});

test('where the chunks are cut makes no difference', async () => {
  const chunks = fc.array(fc.array(fc.constantFrom('\r', '\n', '\r\n', 'x')).map(parts => parts.join('')));
  await fc.assert(
    fc.asyncProperty(chunks, async parts => {
      expect(await bareIn(...parts)).toBe(/\r(?!\n)|(?<!\r)\n/.test(parts.join('')));
    }),
    { numRuns: 1000 },
  );
});

async function* chunked(chunks: readonly string[]): AsyncGenerator<Buffer> {
  for (const chunk of chunks) yield Buffer.from(chunk, 'latin1');
}
