// The architecture, as a test: rooms stand in one order, and imports run down it, of types too.
import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

/** From below. A file directly in src/ is a room of its own. */
const ground = ['once.ts', 'mail', 'log', 'metrics', 'tokens', 'peers', 'config', 'desk', 'db', 'queue', 'store'];
const belt = ['parse', 'triage', 'spool', 'malware', 'directory', 'admission', 'intake', 'smtp'];
const kept = ['outbox', 'tickets', 'delivery', 'search', 'signin', 'drafts', 'privacy'];
const work = ['actions', 'filing', 'jobs'];
const edges = ['doctor', 'http', 'cli', 'gateway', 'gateway.ts', 'main.ts'];
const fromBelow = [...ground, ...belt, ...kept, ...work, ...edges];

/** Imports that still run upward. This list only ever shrinks. */
const upwardToday: readonly string[] = [];
/** The one way up: `postern serve` starts the gateway. */
const serve = 'src/cli/serve.ts -> src/gateway.ts';

/** Files with SQL outside the rooms of SQL. This list only ever shrinks. */
const sqlToday: readonly string[] = [];
const sqlRooms = ['db', 'tickets', 'directory', 'outbox', 'search', 'signin', 'drafts', 'privacy'];

/** Why a room of the belt or above uses code, not only types, of a room that is not ground. */
const codeFrom: Record<string, readonly string[]> = {
  // The person who signs for a mail must be in the directory.
  admission: ['directory'],
  // One job carries one mail through these rooms in one transaction: the rooms below are called directly.
  filing: ['actions', 'parse', 'triage', 'tickets', 'outbox', 'admission', 'directory'],
  tickets: ['outbox'],
  actions: ['triage', 'tickets', 'outbox', 'directory'],
  // Who may sign in stands in the directory and on the tickets; the answer is a mail.
  signin: ['directory', 'tickets', 'outbox'],
  // What is handed over is what the commands show.
  privacy: ['directory', 'tickets'],
  jobs: ['actions', 'filing', 'tickets', 'outbox', 'delivery', 'malware', 'signin'],
  // It looks at every part.
  doctor: [...belt, ...kept],
  // A command and a page do by hand what a job does, and show what the rooms keep.
  http: [...belt, ...kept, ...work],
  cli: ['doctor', ...belt, ...kept, ...work],
};

const files = globSync('src/**/*.ts').sort();
const anyImport = /^(?:import|export)\s(?:[^;]*?\sfrom\s)?'(\.[^']+)'|\bimport\('(\.[^']+)'\)/gm;
const codeImport = /^(?:import|export)\s(?!type\b)(?:[^;]*?\sfrom\s)?'(\.[^']+)'|\bimport\('(\.[^']+)'\)/gm;
const roomOf = (path: string): string => path.split('/')[1]!;
const importsOf = (file: string, pattern: RegExp): string[] =>
  [...readFileSync(file, 'utf8').matchAll(pattern)].map(match => join(dirname(file), (match[1] ?? match[2])!));
const allImports = new Map(files.map(file => [file, [...new Set(importsOf(file, anyImport))]]));

test('every room has its place in the order, and every place its room', () => {
  const rooms = [...new Set(files.map(roomOf))];
  expect(rooms.filter(room => !fromBelow.includes(room))).toEqual([]);
});

test('no import runs upward, of types neither', () => {
  const height = (file: string) => fromBelow.indexOf(roomOf(file));
  const upward = [...allImports].flatMap(([file, targets]) =>
    targets.filter(target => height(target) > height(file)).map(target => `${file} -> ${target}`),
  );
  expect(upward.filter(edge => edge !== serve && !upwardToday.includes(edge))).toEqual([]);
  expect(
    upwardToday.filter(edge => !upward.includes(edge)),
    'no longer so: take these off the list',
  ).toEqual([]);
});

test('no import goes round in a circle, of types neither', () => {
  const excepted = [serve, ...upwardToday];
  const clean = new Set<string>();
  const visit = (file: string, path: readonly string[]): void => {
    expect(path, `${file} imports itself by way of these`).not.toContain(file);
    if (clean.has(file)) return;
    for (const target of allImports.get(file) ?? [])
      if (!excepted.includes(`${file} -> ${target}`)) visit(target, [...path, file]);
    clean.add(file);
  };
  for (const file of files) visit(file, []);
});

test('SQL stands only in the rooms of SQL', () => {
  const vendors = /\bfrom '(?:drizzle-orm|pg)\b/;
  const writers = files.filter(file => !sqlRooms.includes(roomOf(file)) && vendors.test(readFileSync(file, 'utf8')));
  // BullMQ's queue on PostgreSQL has a connection of its own, and no statement of ours.
  const outside = writers.filter(file => roomOf(file) !== 'queue');
  expect(outside.filter(file => !sqlToday.includes(file))).toEqual([]);
  expect(
    sqlToday.filter(file => !outside.includes(file)),
    'no longer so: take these off the list',
  ).toEqual([]);
});

const isRoot = (path: string) =>
  path.startsWith('src/gateway') || path === 'src/cli/serve.ts' || path === 'src/main.ts';

for (const file of files.filter(path => !isRoot(path))) {
  test(`${file} runs only code that its room may`, () => {
    const room = roomOf(file);
    const allowed = [room, ...ground, ...(codeFrom[room] ?? [])];
    for (const target of importsOf(file, codeImport))
      expect(allowed, `${target} is out of bounds`).toContain(roomOf(target));
  });
}

test('what reads meaning is pure: it imports words and nothing else', () => {
  for (const file of files.filter(path => ['mail', 'triage'].includes(roomOf(path)))) {
    const imported = [...readFileSync(file, 'utf8').matchAll(/^import (?!type\b)[^;]*? from '([^']+)'/gm)];
    const engines = imported.map(([, name]) => name!).filter(name => !name.startsWith('.'));
    // Hashing, ids, URLs and charsets are arithmetic, not the world.
    const arithmetic = ['node:buffer', 'node:crypto', 'node:url', 'node:util', 'chardet', 'iconv-lite', 'ulid'];
    expect(arithmetic, file).toEqual(expect.arrayContaining(engines));
  }
});

test('only `postern serve` puts the rooms together, and only main.ts runs the command line', () => {
  const importersOf = (wanted: string) => files.filter(file => importsOf(file, codeImport).includes(wanted));
  const isComposition = (path: string) => path.startsWith('src/gateway');
  expect(importersOf('src/gateway.ts')).toEqual(['src/cli/serve.ts']);
  for (const file of files.filter(path => path.startsWith('src/gateway/')))
    expect(
      importersOf(file).filter(path => !isComposition(path)),
      file,
    ).toEqual([]);
  expect(importersOf('src/main.ts')).toEqual([]);
  // docs/cli.md is made from it.
  expect(importersOf('src/cli/program.ts')).toEqual(['src/cli/document.ts', 'src/main.ts']);
});
