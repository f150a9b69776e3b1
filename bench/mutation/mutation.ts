// Mutation testing of a room: each mutant of its code is run against the room's tests, until one fails.
//
//   npm run mutation -- --room spool [--file spool.ts] [--json out.json] [--from 0] [--every 1]
//
// Vitest runs once and stays: a plugin gives it the mutant in place of the file, so nothing on disk changes.
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Vitest } from 'vitest/node';
import { createVitest } from 'vitest/node';
import { type Mutant, mutantsOf, mutated } from './mutants.ts';
import { testsOf } from './tests-of.ts';

type Result = Mutant & Readonly<{ file: string; outcome: 'killed' | 'survived' | 'timeout'; by?: string }>;

const { values } = parseArgs({
  options: {
    room: { type: 'string' },
    file: { type: 'string' },
    json: { type: 'string' },
    every: { type: 'string', default: '1' },
    from: { type: 'string', default: '0' },
  },
});
const room = values.room ?? '';
const sources = globSync(`src/${room}/**/*.ts`)
  .filter(path => values.file === undefined || path.endsWith(values.file))
  .sort();
if (room === '' || sources.length === 0) throw new Error('usage: npm run mutation -- --room ROOM [--file NAME]');

/** What vitest gets in place of a file. */
let current: Readonly<{ path: string; code: string }> | null = null;
const vitest: Vitest = await createVitest(
  'test',
  {
    // Without the projects of vitest.config.ts, which know of no plugin.
    config: false,
    watch: false,
    // The cache is keyed by the file on disk, which does not change.
    fsModuleCache: false,
    reporters: [],
    bail: 1,
    include: [...testsOf(room)],
    pool: 'forks',
    execArgv: ['--import', resolve('src/quick-imports.js')],
    globalSetup: ['test/support/postgres.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
  {
    plugins: [
      {
        name: 'mutant',
        enforce: 'pre',
        transform: (_, id) => (current !== null && id === current.path ? { code: current.code, map: null } : null),
      },
    ],
  },
);

let lastWhy = '';
async function failing(files: readonly string[]): Promise<string | null> {
  const specifications = (await vitest.globTestSpecifications()).filter(({ moduleId }) =>
    files.includes(relative('.', moduleId)),
  );
  const { testModules, unhandledErrors } = await vitest.runTestSpecifications(specifications, false);
  const failed = testModules.find(module => !module.ok());
  if (failed) {
    const errors = [...failed.children.allTests()].flatMap(test => test.result().errors ?? []);
    lastWhy = [...failed.errors(), ...errors].map(({ message }) => message).join('; ');
    return relative('.', failed.moduleId);
  }
  return unhandledErrors.length > 0 ? 'an unhandled error' : null;
}

function put(path: string, code: string | null): void {
  current = code === null ? null : { path: resolve(path), code };
  vitest.invalidateFile(resolve(path));
}

const results: Result[] = [];
try {
  const files = (await vitest.globTestSpecifications()).map(({ moduleId }) => relative('.', moduleId));
  console.log(`${room}: ${sources.length} files, tests of ${files.length} files`);
  const red = await failing(files);
  if (red !== null) throw new Error(`${red} fails without a mutant: ${lastWhy}`);
  for (const path of sources) {
    const source = readFileSync(path, 'utf8');
    const chosen = mutantsOf(source).filter((_, at) => (at + Number(values.from)) % Number(values.every) === 0);
    for (const mutant of chosen) {
      put(path, mutated(source, mutant));
      const killer = await failing(files);
      results.push({
        ...mutant,
        file: path,
        outcome: killer === null ? 'survived' : 'killed',
        ...(killer ? { by: killer } : {}),
      });
      if (killer === null) console.log(`  ${path}:${mutant.line}  ${shown(mutant.was)}  ->  ${shown(mutant.by)}`);
      // Tests that detect many mutants run first.
      if (killer) files.unshift(...files.splice(files.indexOf(killer), 1));
    }
    put(path, null);
    report(
      path,
      results.filter(({ file }) => file === path),
    );
  }
} finally {
  await vitest.close();
}
report(room, results);
if (values.json) writeFileSync(values.json, JSON.stringify(results, null, 2));

function report(name: string, of: readonly Result[]): void {
  const killed = of.filter(({ outcome }) => outcome !== 'survived').length;
  const score = of.length === 0 ? 100 : (100 * killed) / of.length;
  console.log(
    `${name.padEnd(52)} ${String(killed).padStart(4)} of ${String(of.length).padStart(4)}  ${score.toFixed(1)} %`,
  );
}
function shown(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}
