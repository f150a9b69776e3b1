import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseAuthenticationResults, wordsOf } from '../../src/admission/authentication-results.ts';
import { quickestMs } from '../support/quickest.ts';

const read = (value: string) => {
  const parsed = parseAuthenticationResults(value);
  return (
    parsed && [
      parsed.authservId,
      ...parsed.results.map(({ method, result, properties }) => ({
        [method]: result,
        ...Object.fromEntries(properties),
      })),
    ]
  );
};

test.each([
  ['mx.test; none', ['mx.test']],
  ['mx.test 1; none', ['mx.test']],
  ['mx.test;', ['mx.test']],
  ['"mx.test" ; NONE', ['mx.test']],
  [
    'mx.test; dmarc=pass (p=REJECT; sp="x" (nested \\) )) header.from=corp.test',
    ['mx.test', { dmarc: 'pass', 'header.from': 'corp.test' }],
  ],
  [
    'mx.test (a comment) 1 ; DKIM/1 = PASS reason="good; sig" header.d = "corp.test" header.b=aB/c+d==; spf=fail',
    [
      'mx.test',
      { dkim: 'pass', reason: 'good; sig', 'header.d': 'corp.test', 'header.b': 'aB/c+d==' },
      { spf: 'fail' },
    ],
  ],
  [
    'mx.test; spf=pass smtp.mailfrom=prvs=1234=alice@corp.test smtp.mailfrom=x@evil.test',
    ['mx.test', { spf: 'pass', 'smtp.mailfrom': 'prvs=1234=alice@corp.test' }],
  ],
  [
    'mx.test; dmarc=pass action=none header.from=corp.test;compauth=pass reason=100;',
    ['mx.test', { dmarc: 'pass', action: 'none', 'header.from': 'corp.test' }, { compauth: 'pass', reason: '100' }],
  ],
  ['mx.test; dmarc=pass(p=NONE) header.from=a.test', ['mx.test', { dmarc: 'pass', 'header.from': 'a.test' }]],
])('%j is read', (value, expected) => {
  expect(read(value)).toEqual(expected);
});

test.each([
  '',
  ';',
  'mx.test 2; dmarc=pass',
  'mx.test 1 1; dmarc=pass',
  'mx.test; dmarc',
  'mx.test; dmarc=',
  'mx.test; dmarc=;',
  'mx.test; =pass',
  'mx.test; dmarc/2=pass',
  'mx.test; dmarc=pass header.from',
  'mx.test; dmarc=pass (unclosed',
  'mx.test; dmarc=pass unopened)',
  'mx.test; dmarc=pass header.from="unclosed',
  'mx.test; "dmarc"=pass',
  'mx.test; dmarc=pass\0',
  'dmarc=pass header.from=corp.test',
  `mx.test; dmarc=pass ${'x'.repeat(30_000)}=y`,
])('%j is not', value => {
  expect(read(value)).toBeNull();
});

test('the row of a mail keeps one word for each', () => {
  const parsed = parseAuthenticationResults(
    'mx.test; spf=softfail smtp.mailfrom=a@b.test; dmarc=pass header.from=b.test',
  );
  expect(parsed && wordsOf(parsed)).toEqual({ spf: 'softfail', dkim: 'none', dmarc: 'pass', arc: 'none' });
});

test('nothing throws, and 20 000 characters take no time', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), value => void parseAuthenticationResults(value)));
  const parts = fc.array(fc.constantFrom('mx', ';', '=', '"', '\\', '(', ')', ' ', 'a.b', 'pass', '/', '1'));
  fc.assert(
    fc.property(parts, pieces => void parseAuthenticationResults(pieces.join(''))),
    { numRuns: 1000 },
  );
  const hostile = ['(', '"', ';', 'a=', ' ', '\\"', 'a=b '].map(piece => `mx; ${piece.repeat(19_000 / piece.length)}`);
  expect(quickestMs(() => hostile.forEach(parseAuthenticationResults))).toBeLessThan(500);
});
