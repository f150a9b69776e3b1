import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readPeopleFile } from '../../src/directory/csv.ts';

let home: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'postern-csv-'));
});
afterAll(() => rm(home, { recursive: true, force: true }));

const titles = 'email,name,role,organisation,instances,locale';
async function read(content: string | Buffer) {
  const file = join(home, 'people.csv');
  await writeFile(file, content);
  return readPeopleFile(file);
}
const ada = {
  email: 'ada@corp.test',
  name: 'Ada Rossi',
  role: 'agent',
  organisation: 'Clinica Città',
  instances: ['tt_a', 'tt_b'],
  locale: 'it',
};
const row = ['Ada@Corp.test', 'Ada Rossi', 'agent', 'Clinica Città', 'tt_a TT_b', 'it'];
const written = (separator: string, end = '\n') =>
  [titles.split(',').join(separator), row.join(separator), ''].join(end);

test.each<[string, string | Buffer]>([
  ['commas', written(',')],
  ['CR LF, and a mark of UTF-8', `\ufeff${written(',', '\r\n')}`],
  ['semicolons', written(';')],
  ['tabs', written('\t')],
  ['CR alone', written(';', '\r')],
  ['what Excel says to itself', `sep=;\r\n${written(';')}`],
  ['titles in capitals and quotes', written(';').replace(/^.*/, '"Email";"NAME"; Role;ORGANISATION;Instances;Locale')],
  ['all in quotes', `${titles}\n${row.map(cell => `"${cell}"`).join(',')}`],
  ['a line within quotes', written(',').replace('Clinica Città', '"Clinica\r\n Città"')],
  ['instances as a list', written(';').replace('tt_a TT_b', 'tt_a, TT_b')],
  ['role in capitals', written(',').replace('agent', 'Agent')],
  ['empty rows', `${written(',')}\n,,,,,\n , , \n`],
  ['the same person twice', `${titles}\nADA@corp.test,Old,,,,\n${row.join(',')}`],
  ['UTF-16, as Unicode text', Buffer.from(`\ufeff${written('\t', '\r\n')}`, 'utf16le')],
  ['UTF-16, the other way round', Buffer.from(`\ufeff${written('\t')}`, 'utf16le').swap16()],
  ['Windows of Western Europe', Buffer.from(written(';', '\r\n'), 'latin1')],
])('%s', async (_, content) => {
  expect(await read(content)).toEqual({ entries: [ada], unread: [] });
});

test('columns in any order, and those that are none of ours are named', async () => {
  expect(await read('phone;Locale;email;\n1;es;@Corp.test;x')).toEqual({
    entries: [{ email: '@corp.test', locale: 'es' }],
    unread: ['phone'],
  });
});

test.each([
  ['ada@corp.test,Ada\n', 'there is no column email'],
  ['name;mail\nAda;ada@corp.test', 'there is no column email'],
  [`${titles}\nada@corp.test,,,,,\nbob,,,,,`, 'line 3: bob is not a mail address'],
  [`${titles}\n,Ada,,,,`, 'line 2: nothing is not a mail address'],
  [`${titles}\nada@corp.test,,owner,,,`, 'line 2: role is admin, agent or operator, not owner'],
  [`${titles}\nada@corp.test,a,b,c,d,e,f`, 'cannot be read as CSV: '],
  [`${titles}\n"ada@corp.test`, 'cannot be read as CSV: '],
])('%j is refused: %s', async (content, why) => {
  await expect(read(content)).rejects.toThrow(why);
});

test('a whole domain is written with or without a star', async () => {
  const { entries } = await read('email\n@corp.test\n*@Lab.test\n');
  expect(entries.map(({ email }) => email)).toEqual(['@corp.test', '@lab.test']);
});
test('a file that names no person is refused', async () => {
  for (const empty of ['', 'email,name\n', 'email,name\n,\n'])
    await expect(read(empty)).rejects.toThrow('names nobody');
});
test('a file that is not there is told of', async () => {
  await expect(readPeopleFile(join(home, 'none.csv'))).rejects.toThrow('none.csv cannot be read: ENOENT');
});
