import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    execArgv: ['--import', new URL('src/db/quick-imports.ts', import.meta.url).href],
    // Most of the time is spent waiting for other processes: two at once, also where there are two cores.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    globalSetup: ['test/support/postgres.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
