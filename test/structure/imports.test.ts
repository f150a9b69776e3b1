// The architecture, as a test. `import type` is free: types cross rooms, code does not.
import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

/** Every room may stand on these, and they on each other. */
const ground = ['mail', 'tokens', 'desk', 'config', 'log', 'db', 'queue', 'store'];

/** Why a room may use the code of another one, beyond that. */
const more: Record<string, readonly string[]> = {
  // Whoever signs for a mail must be in the directory.
  admission: ['directory'],
  // One job carries one mail through these rooms in one transaction: the rooms below are called directly.
  filing: ['actions', 'triage', 'tickets', 'outbox', 'admission', 'directory'],
  actions: ['filing', 'jobs', 'triage', 'tickets', 'outbox', 'directory'],
  jobs: ['actions', 'filing', 'tickets', 'outbox'],
  // A command does by hand what a job does, and looks at what the rooms keep.
  cli: [
    'triage',
    'tickets',
    'outbox',
    'admission',
    'directory',
    'actions',
    'filing',
    'jobs',
    'spool',
    'parse',
    'delivery',
    'smtp',
  ],
  directory: ['cli'],
};

const valueImport = /^(?:import|export) (?!type\b)(?:[^;]*? from )?'(\.[^']+)'|import\('(\.[^']+)'\)/gm;
const files = globSync('src/**/*.ts').sort();
const targetsOf = (file: string): string[] =>
  [...readFileSync(file, 'utf8').matchAll(valueImport)].map(match => join(dirname(file), (match[1] ?? match[2])!));

const isRoot = (path: string) => path === 'src/gateway.ts' || path.startsWith('src/gateway/');

for (const file of files.filter(path => path.split('/').length > 2 && path !== 'src/cli/serve.ts' && !isRoot(path))) {
  test(`${file} imports only what its room may`, () => {
    const room = roomOf(file);
    const own = [room, ...ground];
    const allowed = [...own, ...(more[room] ?? [])];
    for (const target of targetsOf(file)) expect(allowed, `${target} is out of bounds`).toContain(roomOf(target));
  });
}

test('what reads meaning is pure: it imports words and nothing else', () => {
  for (const file of files.filter(path => ['mail', 'triage'].includes(roomOf(path)))) {
    const imported = [...readFileSync(file, 'utf8').matchAll(/^import (?!type\b)[^;]*? from '([^']+)'/gm)];
    const engines = imported.map(([, name]) => name!).filter(name => !name.startsWith('.'));
    // Hashing, ids, URLs and the words of RFC 2047 are arithmetic, not the world.
    expect(['node:crypto', 'node:url', 'libmime', 'ulid'], file).toEqual(expect.arrayContaining(engines));
  }
});

test('only `postern serve` puts the rooms together, and only main.ts runs the command line', () => {
  const importersOf = (wanted: string) => files.filter(file => targetsOf(file).includes(wanted));
  expect(importersOf('src/gateway.ts')).toEqual(['src/cli/serve.ts']);
  for (const file of files.filter(path => path.startsWith('src/gateway/')))
    expect(
      importersOf(file).filter(path => !isRoot(path)),
      file,
    ).toEqual([]);
  expect(importersOf('src/main.ts')).toEqual([]);
  expect(importersOf('src/cli/program.ts')).toEqual(['src/main.ts']);
});

test('no import goes round in a circle', () => {
  const clean = new Set<string>();
  const visit = (file: string, path: readonly string[]): void => {
    expect(path, `${file} imports itself by way of these`).not.toContain(file);
    if (clean.has(file)) return;
    for (const target of targetsOf(file)) visit(target, [...path, file]);
    clean.add(file);
  };
  for (const file of files) visit(file, []);
});

function roomOf(path: string): string {
  return path.split('/')[1]!;
}
