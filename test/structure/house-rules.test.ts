import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const sources = globSync('src/**/*.ts').sort();
const lines = (file: string): number => readFileSync(file, 'utf8').trimEnd().split('\n').length;

test('only main.ts reads the environment, and start.js the folder of caches in it', () => {
  const scripts = globSync('src/*.js');
  const readers = [...sources, ...scripts].filter(file => /process\.env\b/.test(readFileSync(file, 'utf8')));
  expect(readers).toEqual(['src/main.ts', 'src/start.js']);
});

test('only main.ts and a second Ctrl-C end the process', () => {
  const enders = sources.filter(file => /process\.(?:exit\(|exitCode)/.test(readFileSync(file, 'utf8')));
  expect(enders).toEqual(['src/cli/serve.ts', 'src/main.ts']);
});

test('no file is longer than 300 lines, but tables of words', () => {
  const tables = /^src\/triage\/words\//;
  expect(sources.filter(file => lines(file) > 300 && !tables.test(file))).toEqual([]);
});

test('no file is left to be done', () => {
  const left = sources.filter(file => /\b(?:TODO|FIXME|XXX)\b/.test(readFileSync(file, 'utf8')));
  expect(left).toEqual([]);
});

test('threads that read mail are started once for a process, and not for each look', () => {
  const starters = sources.filter(file => /\bcreateMailReader\(/.test(readFileSync(file, 'utf8')));
  expect(starters).toEqual([
    'src/cli/replay.ts',
    'src/filing/reading/reader.ts',
    'src/gateway/http-role.ts',
    'src/gateway/worker-role.ts',
  ]);
});
