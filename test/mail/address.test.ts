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
  `${'a'.repeat(65)}@corp.test`,
  `a@${'a.'.repeat(126)}test`,
])('%j is no address', text => {
  expect(toAddress(text)).toBeNull();
});
