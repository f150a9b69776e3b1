// Every phrase that a page says stands in templates/words, and no phrase there stands unused.
import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { deeds } from '../../src/db/deeds.ts';

type Words = { [name: string]: string | Words };
const words = JSON.parse(readFileSync('templates/words/en.json', 'utf8')) as Words;
const code = globSync('src/http/**/*.ts')
  .map(file => readFileSync(file, 'utf8'))
  .join('\n');
const paths = (of: Words, at = ''): string[] =>
  Object.entries(of).flatMap(([name, value]) =>
    typeof value === 'string' ? [at + name] : paths(value, `${at}${name}.`),
  );
const known = new Set(paths(words.web as Words));

test('every deed of the audit has its words', () => {
  expect(deeds.filter(deed => !known.has(`desk.audit.acts.${deed}`))).toEqual([]);
});
test('every phrase that is named whole is there', () => {
  const said = [...code.matchAll(/\bsay\('([^'/$]+)'/g), ...code.matchAll(/\bword: '([^']+)'/g)].map(
    ([, path]) => path!,
  );
  expect(said.length).toBeGreaterThan(20);
  expect(said.filter(path => !known.has(path))).toEqual([]);
});
test('no phrase stands unused', () => {
  // A name that is put together ends in a part of its path: `say(`signIn.${state}Title`)`.
  const starts = [...code.matchAll(/(?:\bsay\(|\bpath = )`([^`$]*)\$/g)].map(([, start]) => start!);
  const isUsed = (path: string) =>
    code.includes(`'${path}'`) || starts.some(start => start !== '' && path.startsWith(start));
  expect([...known].filter(path => !isUsed(path))).toEqual([]);
});
