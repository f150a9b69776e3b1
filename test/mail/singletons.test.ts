import { expect, test } from 'vitest';
import { parseHeader } from '../../src/mail/header.ts';
import { repeatedAboveSignature, repeatedSingletons } from '../../src/mail/singletons.ts';

const names = 'Date From Sender Reply-To To Cc Message-ID In-Reply-To References Subject'.split(' ');
const alike = ['To', 'Cc'];
const readBy = 'MIME-Version Content-Type Content-Transfer-Encoding Content-Disposition Auto-Submitted Importance'
  .concat(' Priority X-Priority X-MSMail-Priority')
  .split(' ');

test.each(names)('a second %s is noticed, in any case and with a blank before its colon', name => {
  const header = parseHeader(`${name}: one\r\nX-Other: y\r\n${name.toUpperCase()} : two\r\n${name}: three`);
  expect(repeatedSingletons(header)).toEqual([name.toLowerCase()]);
  expect(repeatedAboveSignature(header)).toEqual([name.toLowerCase()]);
});
test.each(names)('a second %s with the same value is noticed, but for To and Cc', name => {
  const header = parseHeader(`${name}: one\r\n${name}: one`);
  expect(repeatedSingletons(header)).toEqual(alike.includes(name) ? [] : [name.toLowerCase()]);
});
test.each(readBy)('a second %s counts only above a signature, and only with another value', name => {
  const two = parseHeader(`${name}: one\r\n${name}: two`);
  expect([repeatedSingletons(two), repeatedAboveSignature(two)]).toEqual([[], [name.toLowerCase()]]);
  expect(repeatedAboveSignature(parseHeader(`${name}: one\r\n${name}: one`))).toEqual([]);
});
test('fields that may stand often, may', () => {
  const header = parseHeader('Received: a\r\nReceived: b\r\nSubject: c\r\nComments: d\r\nComments: e');
  expect(repeatedAboveSignature(header)).toEqual([]);
});
