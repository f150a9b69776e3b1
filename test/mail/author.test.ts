import fc from 'fast-check';
import addressparser from 'nodemailer/lib/addressparser/index.js';
import { describe, expect, test } from 'vitest';
import { domainOf } from '../../src/mail/address.ts';
import { authorOf } from '../../src/mail/author.ts';
import { parseHeader } from '../../src/mail/header.ts';
import { cpuMs } from '../support/cpu.ts';

const who = (...lines: string[]) => {
  const author = authorOf(parseHeader(Buffer.from(lines.join('\r\n'), 'utf8').toString('latin1')));
  return author.kind === 'author' ? author.mailbox.address : author.why;
};

test.each([
  ["'Surname, Given' via List <list@lists.test>", "'Surname, Given' via List"],
  ['Rossi, Mario <list@lists.test>', 'Rossi, Mario'],
  ['Rossi, Mario, Dr. via List <list@lists.test>', 'Rossi, Mario, Dr. via List'],
])('a list that leaves a comma in the name unquoted names one author: %s', (field, name) => {
  const mailbox = { address: 'list@lists.test', name };
  expect(authorOf(parseHeader(`From: ${field}`))).toEqual({ kind: 'author', mailbox });
});

describe('a From that two readers could read differently names no author', () => {
  test.each([
    ['several-authors', 'From: alice@corp.test', 'From: x@evil.test'],
    ['several-authors', 'From : alice@corp.test', 'From: x@evil.test'],
    ['several-authors', ' From: alice@corp.test', 'From: x@evil.test'],
    ['several-authors', 'From: alice@corp.test, x@evil.test', 'Sender: x@evil.test'],
    ['several-authors', 'From: alice@corp.test; x@evil.test'],
    ['several-authors', 'From: <alice@corp.test> <x@evil.test>'],
    ['malformed', 'From: corp: alice@corp.test;'],
    ['malformed', 'From: corp: alice@corp.test, x@evil.test;'],
    ['malformed', 'From: "alice@corp.test"@evil.test'],
    ['malformed', 'From: alice@corp.test@evil.test'],
    ['malformed', 'From: <alice@corp.test@evil.test>'],
    ['malformed', 'From: <@corp.test:x@evil.test>'],
    ['malformed', 'From: <alice@corp.test:x@evil.test>'],
    ['malformed', 'From: alice@corp.test <x@evil.test>'],
    ['malformed', 'From: alice@corp.test x@evil.test'],
    ['malformed', 'From: alice@corp.test <x@evil.test'],
    ['malformed', 'From: x@evil.test> <alice@corp.test'],
    ['malformed', 'From: <alice@corp.test> x'],
    ['malformed', 'From: alice@corp.test,'],
    ['malformed', 'From: <alice@corp.test>, Rossi'],
    ['malformed', 'From: Rossi; Mario <alice@corp.test>'],
    ['several-authors', 'From: x@evil.test, Mario <alice@corp.test>'],
    ['several-authors', 'From: Rossi, x@evil.test <alice@corp.test>'],
    ['malformed', 'From: alice (a) @corp.test'],
    ['malformed', 'From: alice@(corp.test) evil.test'],
    ['malformed', 'From: alice@corp .test'],
    ['malformed', 'From: "Alice <alice@corp.test>'],
    ['malformed', 'From: alice@corp.test (Alice'],
    ['malformed', 'From: alice) <alice@corp.test>'],
    ['malformed', 'From: alice@[192.0.2.1]'],
    ['malformed', 'From: @corp.test'],
    ['malformed', 'From: alice@'],
    ['malformed', 'From: alìce@corp.test'],
    ['malformed', 'From: alice@corp.test\0.evil.test'],
    ['malformed', 'From: alice@cor\u200bp.test'],
    ['malformed', 'From: alice@ｃorp.test'],
    ['malformed', 'From: alice@corp。test'],
    ['malformed', 'From: alice@%63orp.test'],
    ['malformed', 'From: alice@corp.test/evil.test'],
    ['malformed', `From: ${'a'.repeat(20_000)}@corp.test`],
    ['no-author', 'Subject: none'],
    ['no-author', 'From:'],
    ['no-author', 'From: <>'],
    ['no-author', 'From: alice'],
    ['no-author', 'From: undisclosed:;'],
    ['no-author', 'From: "alice@corp.test"'],
    ['no-author', 'From: =?utf-8?b?PGFsaWNlQGNvcnAudGVzdD4=?='],
  ])('%s: %j', (why, ...lines) => {
    expect(who(...lines)).toBe(why);
  });
});

describe('one addr-spec is the author, whatever is shown beside it', () => {
  test.each([
    ['x@evil.test', 'From: "alice@corp.test" <x@evil.test>'],
    ['x@evil.test', 'From: x@evil.test (alice@corp.test)'],
    ['x@evil.test', 'From: (alice@corp.test (nested \\) ) ) x@evil.test'],
    ['x@evil.test', 'From: =?utf-8?q?alice=40corp.test?= <x@evil.test>'],
    ['alice@corp.test', 'From: alice@corp.test.'],
    ['alice@corp.test', 'From: ALICE@CORP.TEST'],
    ['alice@corp.test', 'From: <alice@corp.test>'],
    ['alice@corp.test', 'From: Alice Rossi <alice@corp.test>'],
    ['alice@corp.test', 'From: "Rossi, Alice \\"Ali\\" [EXT]" <alice@corp.test>'],
    ['alice@corp.test', 'From: =?utf-8?Q?Rossi,_Alice_(IT)?= <alice@corp.test>'],
    ['alice@corp.test', 'From: Alice [EXT] M. Rossi\r\n\t<alice@corp.test>'],
    ['alice@corp.test', 'From: alice@corp.test <alice@corp.test>'],
    ['alice@corp.test', "From: 'Alice@corp.test' <alice@corp.test>"],
    ['alice+tag@corp.test', 'From: < alice+tag@corp.test > (work)'],
    ['a@xn--mnchen-3ya.de', 'From: a@münchen.de'],
    ['a@xn--mnchen-3ya.de', 'From: a@XN--MNCHEN-3YA.DE'],
    ['alice@xn--crp-sed.test', 'From: alice@c\u043erp.test'],
  ])('%s: %j', (address, ...lines) => {
    expect(who(...lines)).toBe(address);
  });

  test.each([
    ['Alice Rossi', 'Alice Rossi <a@corp.test>'],
    ['Rossi, "Ali"', '"Rossi, \\"Ali\\"" <a@corp.test>'],
    ['Mário José', '=?utf-8?Q?M=C3=A1rio?= =?utf-8?Q?_Jos=C3=A9?= <a@corp.test>'],
    ['a b', '=?utf-8?Q?a=0D=0Ab=00?= <a@corp.test>'],
    ['', 'a@corp.test'],
  ])('the name %j is read from %j', (name, value) => {
    expect(authorOf([{ name: 'from', value }])).toMatchObject({ kind: 'author', mailbox: { name } });
  });
});

const pieces = [
  'alice',
  'x',
  '@',
  'corp.test',
  'evil.test',
  ' ',
  '"',
  '\\',
  '(',
  ')',
  '<',
  '>',
  ',',
  ';',
  ':',
  '.',
  '[',
].concat(['=?utf-8?q?', '?=', 'alice@corp.test', '<x@evil.test>', 'é', '\0', '\t', "'"]);
const fromText = fc.array(fc.constantFrom(...pieces), { maxLength: 14 }).map(parts => parts.join(''));

test.each([
  ['=?utf-8?q?(?= <alice@corp.test>', null],
  ['=?utf-8?q?Alice_)(?= <alice@corp.test>', null],
  ['=?utf-8?q?Alice_(Corp)?= <alice@corp.test>', 'alice@corp.test'],
  ['=?utf-8?q?Alice_:)?= <alice@corp.test>', 'alice@corp.test'],
])('a bracket in an encoded word, %s: %s', (value, address) => {
  const author = authorOf([{ name: 'from', value }]);
  expect(author.kind === 'author' ? author.mailbox.address : null).toBe(address);
});

test('any author we name is the only one that another parser finds', () => {
  fc.assert(
    fc.property(fromText, value => {
      const author = authorOf([{ name: 'from', value }]);
      if (author.kind === 'refuse') return;
      const theirs = addressparser(value, { flatten: true }).filter(({ address }) => address?.includes('@'));
      expect(theirs.map(({ address }) => address.split('@').pop()?.toLowerCase().replace(/\.$/, ''))).toEqual([
        domainOf(author.mailbox.address),
      ]);
    }),
    { numRuns: 20_000 },
  );
});

test('a quoted display name never changes the author', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary-ascii', maxLength: 40 }), shown => {
      const quoted = shown.replace(/[\p{Cc}]/gu, ' ').replace(/["\\]/g, '\\$&');
      expect(who(`From: "${quoted}" <alice@corp.test>`)).toBe('alice@corp.test');
    }),
  );
});

test('nothing throws, and an address we name is plain ASCII with one @', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), value => {
      const author = authorOf([{ name: 'from', value }]);
      if (author.kind === 'author') expect(author.mailbox.address).toMatch(/^[!-?A-~]+@[a-z0-9_.-]+$/);
    }),
  );
});

test.each(['(', '"', '<', '=?', 'a '.repeat(4), '()'])('10 000 characters of %j are read in no time', piece => {
  const value = piece.repeat(Math.floor(9_900 / piece.length));
  expect(cpuMs(() => authorOf([{ name: 'from', value }]))).toBeLessThan(200);
});
