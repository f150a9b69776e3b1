import { expect, test } from 'vitest';
import { parseDate } from '../../../src/parse/header/date.ts';

const forms: [string, string | null][] = [
  ['Tue, 3 Mar 2026 09:15:00 +0100', '2026-03-03T08:15:00.000Z'],
  ['3 Mar 2026 09:15 +0100', '2026-03-03T08:15:00.000Z'],
  ['Tue, 03 March 2026 09:15:00 GMT', '2026-03-03T09:15:00.000Z'],
  ['Tue, 3 Mar 2026 09:15:00 GMT+02:00', '2026-03-03T07:15:00.000Z'],
  ['Thu, 18 May 00 16:08:37 EDT', '2000-05-18T20:08:37.000Z'],
  ['Thu May 18 16:08:37 2000', '2000-05-18T16:08:37.000Z'],
  ['Thu May 18 16:08:37 EDT 2000', '2000-05-18T20:08:37.000Z'],
  ['Thu, 18 May 100 16:08:37 +0000', '2000-05-18T16:08:37.000Z'],
  ['2026-03-03T09:15:00Z', '2026-03-03T09:15:00.000Z'],
  ['2026-03-03 09:15:00', '2026-03-03T09:15:00.000Z'],
  ['Tue, 3 Mar 2026 9.15.00 pm +0000', '2026-03-03T21:15:00.000Z'],
  ['Tue, 33 Mar 2026 09:15:00 +0100', null],
  ['Tue, 3 Foo 2026 09:15:00 +0100', null],
  ['yesterday', null],
  ['', null],
];

for (const [field, expected] of forms) {
  test(`the date "${field}" is ${expected}`, () => {
    expect(parseDate(field)?.toISOString() ?? null).toBe(expected);
  });
}
