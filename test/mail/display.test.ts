// B15 of the checklist: whom a name may pretend to be.

import { domainToASCII } from 'node:url';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Address } from '../../src/mail/address.ts';
import { displayOf, mixesScripts } from '../../src/mail/display.ts';

const shown = (name: string, address = 'x@evil.test') => displayOf({ name, address: address as Address });

test.each([
  ['Alice Rossi', 'Alice Rossi <x@evil.test>'],
  ['Łukasz Ó Söderström', 'Łukasz Ó Söderström <x@evil.test>'],
  ['山田 太郎', '山田 太郎 <x@evil.test>'],
  ["O'Hara, Ann (Ms.)", "O'Hara, Ann (Ms.) <x@evil.test>"],
  ['', 'x@evil.test'],
  [' \u200b\ufeff', 'x@evil.test'],
  ['X@Evil.test', 'x@evil.test'],
])('%j is shown as %j', (name, text) => expect(shown(name).text).toBe(text));

test.each([
  ['alice@corp.test', '"alice@corp.test" <x@evil.test>'],
  ['Alice <alice@corp.test>', '"Alice <alice@corp.test>" <x@evil.test>'],
  ['alice\uff20corp.test', '"alice\uff20corp.test" <x@evil.test>'],
  ['ali\u200bce@corp.test', '"alice@corp.test" <x@evil.test>'],
  ['a" <alice@corp.test>', '"a\\" <alice@corp.test>" <x@evil.test>'],
])('%j holds an address, which is quoted and doubted', (name, text) => {
  expect(shown(name).text).toBe(text);
  expect(shown(name).doubts).toContain('the name holds an address');
});

test.each(['tset.proc@ecila\u202e', 'Al\u200dice', '\u2066Alice\u2069', 'Alice\ufeff', 'Al\u00adice', '\u061cAlice'])(
  '%j hides or turns around, and shows neither',
  name => {
    expect(shown(name).text).toMatch(/^[\x20-\x7e]+$/);
    expect(shown(name).doubts.join()).toMatch(/hide or turn around/);
  },
);

test.each([
  ['p\u0430ypal.com', true], // а is Cyrillic
  ['mx.g\u03bfogle.com', true], // ο is Greek
  ['\u0440\u0430\u0443\u0440\u0430\u04cf.com', false], // one script in the label, however it reads
  ['пример.рф', false],
  ['пример.com', false],
  ['münchen.de', false],
  ['日本go.jp', false],
  ['corp.test', false],
])('%s mixes scripts: %s', (domain, odd) => {
  expect(mixesScripts(domainToASCII(domain))).toBe(odd);
  expect(shown('Alice', `alice@${domainToASCII(domain)}`).doubts).toEqual(
    odd ? ['the domain mixes scripts whose letters look alike'] : [],
  );
});

test('whatever the name, one short line that ends in the address, and nothing throws', () => {
  const name = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme', maxLength: 500 }));
  fc.assert(
    fc.property(name, text => {
      const { text: line } = shown(text);
      expect(line.endsWith('x@evil.test') || line.endsWith('<x@evil.test>')).toBe(true);
      expect(line).not.toMatch(/[\p{Cc}\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/u);
      expect([...line].length).toBeLessThan(230);
    }),
  );
  expect(mixesScripts('xn--a.xn--\u0000..%00')).toBe(false);
});
