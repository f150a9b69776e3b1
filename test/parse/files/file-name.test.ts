// CHECKLIST E7: names that try to be paths, commands or two lines.
import { expect, test } from 'vitest';
import { cleanFileName, nameFromSubject, nameFromType } from '../../../src/parse/files/file-name.ts';

const names: [string, string | null][] = [
  ['../../etc/passwd', 'passwd'],
  ['C:\\x\\y.exe', 'y.exe'],
  ['\u202efdp.exe', 'fdp.exe'],
  ['a\0.exe', 'a.exe'],
  ['a\r\nX-Inj: 1', 'a X-Inj: 1'],
  [`${'n'.repeat(5000)}.pdf`, `${'n'.repeat(146)}.pdf`],
  ['CON.txt', 'CON.txt'],
  ['.htaccess', '.htaccess'],
  ['', null],
  ['..', null],
  ['folder/', 'folder'],
  ['\u200b\ufeff', null],
  ['cafe\u0301.pdf', 'café.pdf'],
  ['\ud83d.png', '\ufffd.png'],
  ['  spaced  name .pdf ', 'spaced  name .pdf'],
];

for (const [name, expected] of names) {
  test(`the name ${JSON.stringify(name.slice(0, 30))} becomes ${JSON.stringify(expected?.slice(0, 30))}`, () => {
    expect(cleanFileName(name)).toBe(expected);
  });
}

test('a name that is missing is made from the type, or from the subject of a forwarded mail', () => {
  expect([nameFromType('application/pdf', 1), nameFromType('x/y', 2), nameFromType('text/calendar', 3)]).toEqual([
    'attachment-1.pdf',
    'attachment-2.bin',
    'attachment-3.ics',
  ]);
  expect([nameFromSubject('Re: a/b', 1), nameFromSubject('', 2)]).toEqual(['Re- a-b.eml', 'message-2.eml']);
  expect(nameFromSubject('s'.repeat(300), 1)).toHaveLength(150);
});
