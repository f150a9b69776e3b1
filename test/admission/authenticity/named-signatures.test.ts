import { expect, test } from 'vitest';
import {
  authservIdIn,
  parseAuthenticationResults,
} from '../../../src/admission/authenticity/authentication-results.ts';
import { namedSignatures, signaturesMeant } from '../../../src/admission/authenticity/named-signatures.ts';
import { parseHeader } from '../../../src/mail/header.ts';

const date = 'Date: Mon, 23 Nov 2026 09:00:00 +0000\r\n';
const read = (...values: string[]) =>
  namedSignatures(
    parseHeader(`From: a@corp.test\r\n${date}${values.map(each => `DKIM-Signature: ${each}\r\n`).join('')}\r\n`),
  );
const whole = 'd=Corp.Test.; h=from:date; b=abcd efgh ijkl; t=1795420800';

test('a signature is read by its tags', () => {
  const signedAt = new Date(1_795_420_800_000).toISOString();
  const plain = { domain: 'corp.test', uncoveredBytes: 0, covers: ['from', 'date'], value: 'abcdefghijkl', signedAt };
  expect(read(whole)).toEqual([plain]);
  expect(read(`${whole}; l=10; d=evil.test; b=x; h=x`)).toEqual([{ ...plain, uncoveredBytes: 1 }]);
  expect(read('', '=x; v')).toEqual(
    Array.from({ length: 2 }, () => ({
      ...{ domain: '', uncoveredBytes: 0, covers: [], value: '' },
      ...{ signedAt: null, undated: true },
    })),
  );
});

const dated = '2026-11-23T09:00:00.000Z';
test.each([
  ['t=1', '1970-01-01T00:00:01.000Z'],
  ['t=0', dated],
  ['t=-5', dated],
  ['t=never', dated],
  ['t=99999999999', '5138-11-16T09:46:39.000Z'],
  ['t=100000000000', dated],
  ['x=1795420800', null],
  ['t=1; x=2', '1970-01-01T00:00:01.000Z'],
  ['v=1', dated],
])('the time of a signature with %s is %s', (tags, signedAt) => {
  expect(read(`d=corp.test; h=from:date; ${tags}`)![0]).toMatchObject({ signedAt });
});

test('twenty signatures are read, and more are too many', () => {
  expect(read(...Array.from({ length: 20 }, () => whole))).toHaveLength(20);
  expect(read(...Array.from({ length: 21 }, () => whole))).toBeNull();
});

test.each([
  ['dkim=pass header.b=ijklmnop', ['second']],
  ['dkim=pass header.b="ijkl mnop"', ['second']],
  ['dkim=pass header.b=ijklmno', ['first', 'second']],
  ['dkim=fail header.b=ijklmnop', ['first', 'second']],
  ['spf=pass header.b=ijklmnop', ['first', 'second']],
  ['dkim=pass', ['first', 'second']],
  ['dkim=pass header.b=zzzzzzzz', ['first', 'second']],
  ['dkim=pass header.b=foreigner', ['first', 'second']],
])('of the signatures, %s means %j', (said, meant) => {
  const names = new Map([
    ['abcdefghi', 'first'],
    ['ijklmnopq', 'second'],
  ]);
  const all = read('d=corp.test; b=abcdefghi', 'd=a.corp.test; b=ijklmnopq', 'd=evil.test; b=foreigner')!;
  const results = parseAuthenticationResults(`mx.test; ${said}`)!;
  expect(signaturesMeant('corp.test', results, all).map(({ value }) => names.get(value))).toEqual(meant);
});

test.each([
  ['mx.test; (', 'mx.test'],
  ['"mx.test" 1; spf=pass', 'mx.test'],
  ['(a comment) mx.test', 'mx.test'],
  ['; spf=pass', null],
  ['=', null],
  ['(', null],
  ['', null],
])('the authserv-id of %j is %j', (value, id) => expect(authservIdIn(value)).toBe(id));
