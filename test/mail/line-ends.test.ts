import fc from 'fast-check';
import { expect, test } from 'vitest';
import { watchLineEnds } from '../../src/mail/line-ends.ts';

function bareIn(...chunks: string[]): boolean {
  const watch = watchLineEnds();
  for (const chunk of chunks) watch.see(Buffer.from(chunk, 'latin1'));
  watch.end();
  return watch.bare();
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
])('bare: %s in %j', (bare, chunks) => {
  expect(bareIn(...chunks)).toBe(bare);
});

test('where the chunks are cut makes no difference', () => {
  const chunks = fc.array(fc.array(fc.constantFrom('\r', '\n', '\r\n', 'x')).map(parts => parts.join('')));
  fc.assert(
    fc.property(chunks, parts => {
      expect(bareIn(...parts)).toBe(/\r(?!\n)|(?<!\r)\n/.test(parts.join('')));
    }),
    { numRuns: 1000 },
  );
});
