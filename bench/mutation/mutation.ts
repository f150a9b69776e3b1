// Mutation testing of a room: each mutant of its code is run against the room's tests that reach it, until one fails.
//
//   npm run mutation -- --room spool [--file spool.ts] [--json out.json] [--every 1] [--from 0] [--spend 5] [--verbose]
//     [--without second-opinion,loops/loops]
//
// First each test file runs once, to see which mutants each of its tests reaches. A mutant that none reaches has
// survived. Then each test file meets the mutants that are left and that it reaches: those without PostgreSQL first.
// The tests of a mutant are the quick ones first, up to `--spend` seconds of CPU; what survives these
// counts as survived, although tests may be left. `--without`: no test file whose path has one of these words, as those
// that need minutes. A test may take three times its usual time and 5 s, and a second time four times that.
//
// Nothing on disk changes: a plugin gives vitest the sources with all mutants in them, one of which is awake. What
// other processes run is not mutated. What is ignored stands in mutants.ts.
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Vitest } from 'vitest/node';
import { createVitest } from 'vitest/node';
import type { Found, Hunted, Job, Look, Said } from './job.ts';
import { mutantsOf, type Numbered, withMutants } from './mutants.ts';
import { type TestFile, testsOf } from './tests-of.ts';

type Subject = Numbered & Readonly<{ file: string }>;

const { values } = parseArgs({
  options: {
    room: { type: 'string' },
    file: { type: 'string' },
    json: { type: 'string' },
    every: { type: 'string', default: '1' },
    from: { type: 'string', default: '0' },
    verbose: { type: 'boolean', default: false },
    spend: { type: 'string', default: '5' },
    without: { type: 'string', default: '' },
  },
});
const room = values.room ?? '';
const sources = globSync(`src/${room}/**/*.ts`)
  .filter(path => values.file === undefined || path.endsWith(values.file))
  .sort();
if (room === '' || sources.length === 0) throw new Error('usage: npm run mutation -- --room ROOM [--file NAME]');

const subjects: readonly Subject[] = sources
  .flatMap(file => mutantsOf(readFileSync(file, 'utf8')).map(mutant => ({ ...mutant, file })))
  .map((mutant, n) => ({ ...mutant, n }))
  .filter(({ n }) => (n + Number(values.from)) % Number(values.every) === 0);
const codes = new Map(
  sources.map(file => [
    resolve(file),
    withMutants(
      readFileSync(file, 'utf8'),
      subjects.filter(each => each.file === file),
    ),
  ]),
);

const scratch = mkdtempSync(join(tmpdir(), 'postern-mutation-'));
process.env.MUTATION_JOB = join(scratch, 'job.json');
const out = join(scratch, 'out');

const open = (files: readonly TestFile[], globalSetup: string[]): Promise<Vitest> =>
  createVitest(
    'test',
    {
      // Without the projects of vitest.config.ts, which know of no plugin.
      config: false,
      watch: false,
      // The cache is keyed by the file on disk, which does not change.
      fsModuleCache: false,
      reporters: [],
      runner: resolve('bench/mutation/runner.ts'),
      include: files.map(({ path }) => path),
      pool: 'forks',
      maxWorkers: 1,
      execArgv: ['--import', resolve('src/quick-imports.js')],
      globalSetup,
      testTimeout: 60_000,
      hookTimeout: 120_000,
    },
    {
      plugins: [
        {
          name: 'mutants',
          enforce: 'pre',
          transform: (_, id) => (codes.has(id) ? { code: codes.get(id)!, map: null } : null),
        },
      ],
    },
  );

/** Runs one test file in a process of its own, and ends it where it is stuck. */
async function visit(vitest: Vitest, path: string, job: Job): Promise<Said[]> {
  writeFileSync(process.env.MUTATION_JOB!, JSON.stringify(job));
  writeFileSync(out, '');
  const heard = () =>
    readFileSync(out, 'utf8')
      .split('\n')
      .flatMap(line => (line ? [JSON.parse(line) as Said] : []));
  let [lines, since] = [0, Date.now()];
  const watch = setInterval(() => {
    const all = heard();
    if (all.length > lines) [lines, since] = [all.length, Date.now()];
    const last = all.at(-1);
    const pid = all.find(said => 'pid' in said)?.pid;
    if (last && 'limitMs' in last && pid && Date.now() - since > last.limitMs) process.kill(pid, 'SIGKILL');
  }, 1000);
  const specifications = (await vitest.globTestSpecifications()).filter(
    ({ moduleId }) => relative('.', moduleId) === path,
  );
  try {
    await vitest.runTestSpecifications(specifications, false);
  } finally {
    clearInterval(watch);
  }
  return heard();
}

const found = new Map<number, Found>();
const looks = new Map<string, Look>();
const reachedAt = new Set<number>();

async function look(vitest: Vitest, { path }: TestFile): Promise<void> {
  const seen = (await visit(vitest, path, { kind: 'look', out })).find(said => 'reached' in said);
  if (!seen) throw new Error(`${path} fails without a mutant`);
  for (const red of seen.red) console.log(`  ${path}: not asked, since it fails without a mutant: ${red}`);
  looks.set(path, seen);
  if (values.verbose)
    console.log(`  ${path}: ${Math.round(Object.values(seen.cpuMs).reduce((sum, ms) => sum + ms, 0))} ms of CPU`);
  for (const ns of Object.values(seen.reached)) for (const n of ns) reachedAt.add(n);
}

const fileOf = new Map(subjects.map(({ n, file }) => [n, file]));
const spent = new Map<number, number>();

/** The tests of this file that a mutant meets, null where it meets none. */
function huntedBy({ ms, cpuMs, reached }: Look, n: number): Hunted | null {
  const { import: read = [], hook = [], ...byTest } = reached;
  const names = Object.keys(ms);
  const of = (isHit: (hit: number) => boolean) => names.filter(name => byTest[name]?.some(isHit));
  const isSameFile = (hit: number) => fileOf.get(hit) === fileOf.get(n);
  const isRead = read.includes(n);
  // A file of nothing but tables is reached by no test: any may use them.
  const readers = isTable(fileOf.get(n)!) ? names : of(isSameFile);
  const all = isRead ? readers : hook.includes(n) ? names : of(hit => hit === n);
  const left = Number(values.spend) * 1000 - (spent.get(n) ?? 0);
  const tests: string[] = [];
  let sum = 0;
  // At least one, however long it takes.
  for (const name of all.toSorted((a, b) => cpuMs[a]! - cpuMs[b]!)) {
    if (left <= 0 || (tests.length > 0 && sum + cpuMs[name]! > left)) break;
    tests.push(name);
    sum += cpuMs[name]!;
  }
  if (tests.length === 0) return null;
  const limitMs = 5000 + 3 * Math.max(...tests.map(name => ms[name]!));
  const wholeMs = 60_000 + 5 * limitMs + 3 * tests.reduce((total, name) => total + ms[name]!, 0);
  return { n, tests, isRead, limitMs, wholeMs };
}

/** Whether none of the file's mutants is reached but while it is read. */
const isTable = (file: string): boolean =>
  [...looks.values()].every(({ reached }) =>
    Object.entries(reached).every(([phase, ns]) => phase === 'import' || !ns.some(n => fileOf.get(n) === file)),
  );

async function hunt(vitest: Vitest, { path }: TestFile): Promise<void> {
  const seen = looks.get(path)!;
  let hunted = subjects.flatMap(({ n }) => (isDead(n) ? [] : (huntedBy(seen, n) ?? [])));
  if (hunted.length === 0) return;
  const whole = hunted;
  for (let fresh = false; hunted.length > 0; ) {
    const said = await visit(vitest, path, { kind: 'hunt', out, fresh, mutants: hunted });
    const done = said.filter(each => 'outcome' in each);
    for (const each of done) found.set(each.n, each);
    const last = said.at(-1);
    if (last && 'start' in last && last.start >= 0)
      found.set(last.start, { n: last.start, outcome: 'timeout', test: path });
    const over = new Set([...done.map(({ n }) => n), ...(last && 'start' in last ? [last.start] : [])]);
    if (over.size === 0 && fresh) throw new Error(`${path} says nothing: ${JSON.stringify(said)}`);
    fresh = fresh || over.size === 0 || said.some(each => 'doubt' in each);
    hunted = hunted.filter(({ n }) => !over.has(n));
  }
  for (const { n, tests } of whole)
    spent.set(n, (spent.get(n) ?? 0) + tests.reduce((sum, name) => sum + seen.cpuMs[name]!, 0));
  const killed = whole.filter(({ n }) => isDead(n)).length;
  console.log(`  ${path}: met ${whole.length}, killed ${killed}`);
}

const isDead = (n: number): boolean => (found.get(n)?.outcome ?? 'survived') !== 'survived';

const left = values.without.split(',').filter(word => word !== '');
const tests = testsOf(room).filter(({ path }) => !left.some(word => path.includes(word)));
try {
  console.log(`${room}: ${subjects.length} mutants in ${sources.length} files, tests in ${tests.length} files`);
  for (const needsPostgres of [false, true]) {
    const files = tests.filter(each => each.needsPostgres === needsPostgres);
    if (files.length === 0 || subjects.every(({ n }) => isDead(n))) continue;
    const vitest = await open(files, needsPostgres ? ['test/support/postgres.ts'] : []);
    try {
      for (const file of files) await look(vitest, file);
      // Files of quick tests first: what a slow one spends is not left for them.
      const costOf = ({ path }: TestFile) => {
        const each = Object.values(looks.get(path)!.cpuMs);
        return each.reduce((sum, ms) => sum + ms, 0) / each.length;
      };
      for (const file of files.toSorted((a, b) => costOf(a) - costOf(b))) await hunt(vitest, file);
    } finally {
      await vitest.close();
    }
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

const results = subjects.map(subject => ({
  ...subject,
  ...(found.get(subject.n) ?? { outcome: 'survived' as const }),
  isReached: reachedAt.has(subject.n),
}));
for (const { file, line, was, by, outcome, isReached } of results)
  if (outcome === 'survived')
    console.log(`  ${file}:${line}  ${shown(was)}  ->  ${shown(by)}${isReached ? '' : '  (never run)'}`);
for (const path of sources) report(path, path);
report(room, '');
if (values.json) writeFileSync(values.json, JSON.stringify(results, null, 2));

function report(name: string, file: string): void {
  const of = results.filter(each => file === '' || each.file === file);
  if (of.length === 0) return;
  const count = (outcome: Found['outcome']) => of.filter(each => each.outcome === outcome).length;
  const score = (100 * (of.length - count('survived'))) / of.length;
  const [killed, survived, timeouts] = [count('killed'), count('survived'), count('timeout')];
  console.log(
    `${name.padEnd(52)} ${of.length} run, ${killed} killed, ${survived} survived, ${timeouts} timeouts  ${score.toFixed(1)} %`,
  );
}
function shown(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}
