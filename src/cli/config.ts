import type { Command } from 'commander';
import { settingsInForce } from '../config/in-force.ts';
import { printJson, printTable } from './output.ts';

export function addConfigCommand(program: Command, env: NodeJS.ProcessEnv): void {
  program
    .command('config')
    .description('the settings in force, and where each came from')
    .option('--json', 'one JSON document')
    .action(({ json }: { json?: boolean }) => {
      const rows = settingsInForce(env).map(({ name, value, from }) => ({ name, value, from }));
      if (json) return printJson(rows);
      printTable(
        ['setting', 'value', 'from'],
        rows.map(({ name, value, from }) => [name, value, from]),
      );
    });
}
