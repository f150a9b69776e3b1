import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Redaction, redact, redactAll, tellingLines } from '../../src/privacy/redact.ts';

const person: Redaction = {
  addresses: ['ann@corp.test', 'a-b.c@corp.test'],
  alias: 'erased-1@invalid',
  names: ['Ann Lee'],
  messageIds: new Set(),
  lines: new Set(tellingLines('Hello,\nthe blue calendar stays empty\n  since nine in the morning  ')),
};

test.each([
  ['a quoted line', '> > the blue calendar stays empty\n> ok', '> > [erased]\n> ok'],
  ['a line of a CRLF text', 'x\r\n> since nine in the morning\r\ny', 'x\r\n> [erased]\ny'],
  ['an address in any case', 'On Monday ANN@corp.test wrote:', 'On Monday erased-1@invalid wrote:'],
  ['an address with a hyphen', 'a-b.c@corp.test', 'erased-1@invalid'],
  ['a name', '"Ann Lee" <ann@corp.test>', '"[erased]" <erased-1@invalid>'],
  ['a short line stays', '> Hello,', '> Hello,'],
  ['a part of another word stays', 'Joann@corp.test, Ann Leeds', 'Joann@corp.test, Ann Leeds'],
  [
    'a part of a line stays',
    'I saw that the blue calendar stays empty, too',
    'I saw that the blue calendar stays empty, too',
  ],
])('%s', (_, text, expected) => {
  expect(redact(text, person)).toBe(expected);
});

test('every string of a document is redacted, and its shape stays', () => {
  const document = { by: { address: 'ann@corp.test', name: 'Ann Lee' }, lines: [1, null, true, 'ann@corp.test'] };
  expect(redactAll(document, person)).toEqual({
    by: { address: 'erased-1@invalid', name: '[erased]' },
    lines: [1, null, true, 'erased-1@invalid'],
  });
});

test('a text without the person is returned as it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), text => {
      expect(redact(text, { ...person, addresses: [], names: [], lines: new Set() })).toBe(text);
    }),
  );
});
