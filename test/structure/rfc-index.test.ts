import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const readme = readFileSync('README.md', 'utf8');
const index = readme.slice(readme.indexOf('<!-- rfcs -->'), readme.indexOf('<!-- end of rfcs -->'));

test('every RFC that the code cites stands in the index of README.md, and no other', () => {
  const cited = globSync('src/**/*.ts').flatMap(file => readFileSync(file, 'utf8').match(/RFC \d+/g) ?? []);
  const listed = index.match(/(?<=\[)RFC \d+(?=\])/g) ?? [];
  expect(listed.toSorted()).toEqual([...new Set(cited)].toSorted());
});

test('every link of README.md to a file leads to one', () => {
  const links = [...readme.matchAll(/\]\(([^)#:]+)\)/g)].map(([, path]) => path!);
  expect(links.filter(path => globSync(path).length === 0)).toEqual([]);
});
