import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  hasStrayLine,
  maxHeaderBytes,
  maxHeaderLines,
  maxHeaderLinesWithAddresses,
  takeHeader,
} from '../../src/mail/header-block.ts';

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
  const bytes = (count: number) => `A: ${'b'.repeat(count - 3)}\r\n\r\n`;
  expect(await taken(bytes(maxHeaderBytes), 'body')).toEqual([bytes(maxHeaderBytes), 'body']);
  expect(await taken(bytes(maxHeaderBytes + 1))).toBeNull();
  expect(await taken(`${'A: b\r\n'.repeat(maxHeaderLines)}\r\nbody`)).not.toBeNull();
  expect(await taken(`${'A: b\r\n'.repeat(maxHeaderLines + 1)}\r\nbody`)).toBeNull();
});

test('lines of address lists may be twice as many, as in a mail to a whole hospital', async () => {
  const list = (count: number) => `To: a@x.example\r\n${' ,b@x.example\r\n'.repeat(count - 1)}`;
  const all = maxHeaderLinesWithAddresses;
  expect(await taken(`${list(all)}\r\nbody`)).not.toBeNull();
  expect(await taken(`${list(all + 1)}\r\nbody`)).toBeNull();
  expect(await taken(`${list(all - maxHeaderLines)}${'A: b\r\n'.repeat(maxHeaderLines)}\r\nbody`)).not.toBeNull();
  expect(await taken(`${list(10)}${'A: b\r\n'.repeat(maxHeaderLines + 1)}\r\nbody`)).toBeNull();
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

test.each([
  [false, 'A: b\r\n c\r\nD : e\r\n\r\n'],
  [false, ' A: b\r\nC:\r\n'],
  [false, ''],
  [true, 'A: b\r\nSubject\r\n : evil\r\n\r\n'],
  [true, 'A: b\r\nSubject\r\n: evil\r\n\r\n'],
  [true, 'A: b\r\nSubject\xa0: evil\r\n\r\n'],
  [true, 'A: b\r\nSubject\0: evil\r\n\r\n'],
  [true, 'From a@corp.test Mon Nov 23 08:00:00 2026\r\nA: b\r\n\r\n'],
])('stray: %s in %j', (stray, header) => {
  expect(hasStrayLine(Buffer.from(header, 'latin1'))).toBe(stray);
});
