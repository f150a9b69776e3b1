import { expect, test } from 'vitest';
import { toAddress } from '../../src/mail/address.ts';

test.each([
  ['Alice@Corp.Test.', 'alice@corp.test'],
  ['a.b+c@corp.test', 'a.b+c@corp.test'],
  ['a@MÜNCHEN.de', 'a@xn--mnchen-3ya.de'],
  ['a@mu\u0308nchen.de', 'a@xn--mnchen-3ya.de'],
  ['a@XN--MNCHEN-3YA.de', 'a@xn--mnchen-3ya.de'],
  ['a@localhost', 'a@localhost'],
])('%j is %s', (text, address) => {
  expect(toAddress(text)).toBe(address);
});

test.each([
  'a@cor\u200bp.test',
  'a@co\u00adrp.test',
  'a@\uff43orp.test',
  'a@corp\u3002test',
  'a@%63orp.test',
  'a@corp.test/x',
  'a@corp.test#x',
  'a@corp.test?x',
  'a@corp\t.test',
  'a@corp.test:25',
  'a@[192.0.2.1]',
  'a@0x7f.1',
  'a@.corp.test',
  'a@',
  '@corp.test',
  'a b@corp.test',
  '"a"@corp.test',
  'à@corp.test',
  // Letters that fold to ASCII: KELVIN SIGN, dotted I, and the Greek question mark and varia.
  'a\u212a@corp.test',
  'a@\u212aorp.test',
  '\u0130@corp.test',
  'a@corp.te\u0130t',
  'a\u1fef@corp.test',
  'a@corp\u037etest',
  'a@corp.te\u017ft',
  `${'a'.repeat(65)}@corp.test`,
  `a@${'a.'.repeat(126)}test`,
])('%j is no address', text => {
  expect(toAddress(text)).toBeNull();
});

test('no character outside of ASCII becomes part of an ASCII address', () => {
  const written = Array.from({ length: 0x2fff }, (_, code) => String.fromCodePoint(code + 0x80));
  for (const char of written) {
    for (const text of [`a${char}b@corp.test`, `a@corp${char}x.test`]) {
      const address = toAddress(text);
      if (address !== null) expect(address, text).toMatch(/@xn--/);
    }
  }
});
