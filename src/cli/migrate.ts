import type { Command } from 'commander';
import { loadConfig } from '../config/load.ts';
import { printJson, printLine } from './output.ts';
import { openServer } from './session.ts';

export function addMigrateCommand(program: Command, env: NodeJS.ProcessEnv): void {
  program
    .command('migrate')
    .description('bring the schema of the database up to this release; the gateway does so at its start, too')
    .option('--json', 'one JSON document')
    .action(async ({ json }: { json?: boolean }) => {
      const server = await openServer(loadConfig(env));
      try {
        const before = await server.state();
        await server.migrate();
        const { applied } = await server.state();
        if (json) return printJson({ applied: applied - before.applied, schema: applied });
        const done = applied - before.applied;
        printLine(done === 0 ? 'The schema is up to date.' : `The schema is up to date: ${done} steps applied.`);
      } finally {
        await server.release();
      }
    });
}
