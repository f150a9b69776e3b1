import { expect, test } from 'vitest';
import { parseHeader } from '../../src/mail/header.ts';
import { repeatedSingletons } from '../../src/mail/singletons.ts';

const names = 'Date From Sender Reply-To To Cc Bcc Message-ID In-Reply-To References Subject MIME-Version Content-Type '
  .concat('Content-Transfer-Encoding Auto-Submitted')
  .split(' ');

test.each(names)('a second %s is noticed, in any case and with a blank before its colon', name => {
  const header = parseHeader(`${name}: one\r\nX-Other: y\r\n${name.toUpperCase()} : two\r\n${name}: three`);
  expect(repeatedSingletons(header)).toEqual([name.toLowerCase()]);
});
test('fields that may stand often, may', () => {
  expect(
    repeatedSingletons(parseHeader('Received: a\r\nReceived: b\r\nSubject: c\r\nComments: d\r\nComments: e')),
  ).toEqual([]);
});
