import fc from 'fast-check';
import { expect, test } from 'vitest';
import { maxHeaderBytes, maxHeaderLines, takeHeader, withFewSignatures } from '../../src/admission/header-guard.ts';

async function taken(...chunks: string[]) {
  const iterator = chunks.map(chunk => Buffer.from(chunk, 'latin1')).values();
  const head = await takeHeader({ next: async () => iterator.next() } as AsyncIterator<Buffer>);
  const left = Buffer.concat([...iterator]).toString('latin1');
  return head && [head.header.toString('latin1'), head.rest.toString('latin1') + left];
}

test.each([
  [['A: b\r\n\r\nbody'], ['A: b\r\n\r\n', 'body']],
  [
    ['A: b\r', '\n\r', '\nbo', 'dy'],
    ['A: b\r\n\r\n', 'body'],
  ],
  [['A: b\n\nbody\n\n'], ['A: b\n\n', 'body\n\n']],
  [['\r\nbody'], ['\r\n', 'body']],
  [['A: b\r\n'], ['A: b\r\n', '']],
  [[], ['', '']],
])('%j is cut at its empty line', async (chunks, expected) => {
  expect(await taken(...chunks)).toEqual(expected);
});

test('one byte and one line over the limits is too much', async () => {
  const bytes = (count: number) => `A: ${'b'.repeat(count - 7)}\r\n\r\n`;
  expect(await taken(bytes(maxHeaderBytes), 'body')).toEqual([bytes(maxHeaderBytes), 'body']);
  expect(await taken(bytes(maxHeaderBytes + 1))).toBeNull();
  expect(await taken(`${'A: b\r\n'.repeat(maxHeaderLines)}\r\nbody`)).not.toBeNull();
  expect(await taken(`${'A: b\r\n'.repeat(maxHeaderLines + 1)}\r\nbody`)).toBeNull();
});

test('where the chunks are cut makes no difference', async () => {
  const whole = 'A: b\r\n c\r\nD: e\r\n\r\nf\r\n\r\ng';
  const cuts = fc.array(fc.nat(whole.length)).map(at => [0, ...at.sort((a, b) => a - b), whole.length]);
  await fc.assert(
    fc.asyncProperty(cuts, async at => {
      const chunks = at.slice(1).map((end, index) => whole.slice(at[index], end));
      expect(await taken(...chunks)).toEqual(['A: b\r\n c\r\nD: e\r\n\r\n', 'f\r\n\r\ng']);
    }),
  );
});

test('the twenty topmost signatures stay, and every other field', () => {
  const signature = (n: number) => `DKIM-Signature: n=${n};\r\n\tfolded\r\n`;
  const header = `A: b\r\n${Array.from({ length: 25 }, (_, n) => signature(n)).join('')}C: d\r\n\r\n`;
  const kept = withFewSignatures(Buffer.from(header)).toString();
  expect(kept.match(/n=\d+/g)).toEqual(Array.from({ length: 20 }, (_, n) => `n=${n}`));
  expect(kept.endsWith('folded\r\nC: d\r\n\r\n')).toBe(true);
  const few = Buffer.from(signature(1));
  expect(withFewSignatures(few)).toBe(few);
});
test('and of those that sign a part of the body, two', () => {
  const signature = (n: number) => `DKIM-Signature: v=1;\r\n\tl = ${n}; b=x\r\n`;
  const kept = withFewSignatures(
    Buffer.from(`${[1, 2, 3, 4].map(signature).join('')}DKIM-Signature: bl=x\r\n`),
  ).toString();
  expect(kept).toBe(`${signature(1)}${signature(2)}DKIM-Signature: bl=x\r\n`);
});
