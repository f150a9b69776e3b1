import fc from 'fast-check';
import { expect, test } from 'vitest';
import { watchHeader } from '../../src/intake/header-watch.ts';
import { fieldValues } from '../../src/mail/header.ts';
import { maxHeaderBytes, maxHeaderLines, takeHeader } from '../../src/mail/header-block.ts';
import { cpuMs } from '../support/cpu.ts';

const watched = (...chunks: string[]) => {
  const watch = watchHeader();
  for (const chunk of chunks) watch.see(Buffer.from(chunk, 'latin1'));
  return watch;
};

test('wherever the chunks are cut, the header is what stands before the first empty line', () => {
  const text = fc.array(fc.constantFrom('A: b', '\r\n', '\r', '\n', ' c', '\r\n\r\n')).map(parts => parts.join(''));
  const cuts = fc.array(fc.integer({ min: 1, max: 9 }));
  fc.assert(
    fc.property(text, cuts, (whole, sizes) => {
      const chunks: string[] = [];
      let rest = whole;
      for (const size of sizes) {
        chunks.push(rest.slice(0, size));
        rest = rest.slice(size);
      }
      expect(watched(...chunks, rest).header()).toEqual(watched(whole).header());
    }),
    { numRuns: 2000 },
  );
});

test('a body is no header', () => {
  expect(fieldValues(watched('A: 1\r\n\r', '\nA: 2\r\n\r\n').header(), 'a')).toEqual(['1']);
  expect(fieldValues(watched('\r', '\nA: 2\r\n\r\n').header(), 'a')).toEqual([]);
});

test('too big is one octet or one line more than may be', () => {
  const octets = (count: number) => watched(`${'x'.repeat(count)}\r\n\r\n`).tooBig();
  expect([octets(maxHeaderBytes), octets(maxHeaderBytes + 1)]).toEqual([false, true]);
  const lines = (count: number) => watched(...Array<string>(count - 1).fill('x\r\n'), 'x\r\n\r\nbody\r\n').tooBig();
  expect([lines(maxHeaderLines), lines(maxHeaderLines + 1)]).toEqual([false, true]);
});

test('who checks the bytes again takes what is not too big', async () => {
  const cut = (text: string) =>
    takeHeader(
      (async function* () {
        yield Buffer.from(text);
      })(),
    );
  for (const [octets, lines] of [
    [maxHeaderBytes, 0],
    [maxHeaderBytes + 1, 0],
    [0, maxHeaderLines],
    [0, maxHeaderLines + 1],
  ] as const) {
    for (const line of ['x', 'To: x\r\n y']) {
      const text = `${'x'.repeat(octets)}${Array<string>(lines).fill(line).join('\r\n')}\r\n\r\nbody`;
      const isTooBig = (await cut(text)) === null;
      expect(isTooBig, `${octets} octets, ${lines} lines of ${line}`).toBe(watched(text).tooBig());
      // Also octet by octet.
      if (octets === 0) expect(watched(...text).tooBig(), line).toBe(isTooBig);
    }
  }
});

test('octet by octet costs no more than at once', () => {
  const octets = Array<string>(maxHeaderBytes).fill('x');
  expect(cpuMs(() => watched(...octets))).toBeLessThan(2_000);
});
