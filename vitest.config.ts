import { availableParallelism } from 'node:os';
import { relative } from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * Files that neither need PostgreSQL or another process, nor change what all code of a process shares: they
 * share a few threads. Pages of the whole: `npx vitest run --project pure` takes seconds.
 */
const pure = [
  'test/admission/{admit,answerable,recipients,recipients-of-reports}.test.ts',
  'test/admission/authenticity/{authentication-facts,authentication-results,named-signatures,trusted-relays,verifiable-header,verify}.test.ts',
  'test/cli/unreachable.test.ts',
  'test/config/*.test.ts',
  'test/delivery/*.test.ts',
  'test/delivery/relay/{outcome,whole}.test.ts',
  'test/http/{words,presence,parts}.test.ts',
  'test/http/desk/event-words.test.ts',
  'test/delivery/templates/{guide,templates,overrides,rich-text,given-name}.test.ts',
  'test/directory/csv.test.ts',
  'test/directory/ldap/people.test.ts',
  'test/filing/loops/reactions.test.ts',
  'test/http/files.test.ts',
  'test/intake/*.test.ts',
  'test/jobs/{leases,sweep}.test.ts',
  'test/mail/**/*.test.ts',
  'test/parse/{files,header,containers}/*.test.ts',
  'test/parse/html/{html-text,safe-html}.test.ts',
  'test/parse/{corpus,old-ways}.test.ts',
  'test/search/query.test.ts',
  'test/spool/{leftovers,memory,s3-spool,spool}.test.ts',
  'test/structure/*.test.ts',
  'test/privacy/redact.test.ts',
  'test/tokens/*.test.ts',
  'test/triage/**/*.test.ts',
];

/** Files that change or measure the process that they run in. */
const alone = [
  'test/cli/admin.test.ts',
  'test/db/pool.test.ts',
  'test/fuzz/*.test.ts',
  'test/parse/limits.test.ts',
  'test/spool/synced.test.ts',
  'test/store/durable.test.ts',
];

/** The longest first, so that none is left alone at the end. Times change, the order hardly does. */
const longest = [
  'e2e/kill',
  'e2e/outage',
  'fuzz/growth',
  'cli/ends',
  'jobs/two-gateways',
  'e2e',
  'http/desk/chromium',
  'browser',
  'queue',
  'filing/loops/loops',
  'peers',
  'db',
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const path = relative('test', moduleId);
      const at = longest.findIndex(start => path.startsWith(start));
      return at < 0 ? longest.length : at;
    };
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}

const inProcesses = {
  pool: 'forks' as const,
  execArgv: ['--import', new URL('src/quick-imports.js', import.meta.url).href],
  globalSetup: ['test/support/postgres.ts'],
  // A gateway starts in a second or two, and on a machine that is busy with others in a minute.
  testTimeout: 120_000,
  hookTimeout: 120_000,
};

export default defineConfig({
  test: {
    // Most of the time is spent waiting for other processes, so there are more workers than cores.
    maxWorkers: Math.max(3, availableParallelism() + 1),
    sequence: { sequencer: LongestFirst },
    // On a shared machine a clock may stall once; .ci/run names what needed a second try. What random
    // input has found is never tried again.
    retry: process.env.CI ? { count: 1, condition: /^(?!Property failed)/ } : 0,
    projects: [
      {
        extends: true,
        test: { name: 'pure', include: pure, pool: 'threads', isolate: false, testTimeout: 60_000 },
      },
      {
        extends: true,
        test: {
          name: 'belt',
          include: ['test/**/*.test.ts'],
          exclude: [...pure, ...alone],
          // A process reads the modules once, for all files that it runs.
          isolate: false,
          ...inProcesses,
        },
      },
      { extends: true, test: { name: 'alone', include: alone, ...inProcesses } },
    ],
  },
});
