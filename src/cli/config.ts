import type { Command } from 'commander';
import { loadConfig } from '../config/load.ts';
import { Settings, settingsIn } from '../config/schema.ts';
import { printJson, printTable, withoutPassword } from './output.ts';

type Described = { secret?: boolean; shown?: string };

export function addConfigCommand(program: Command, env: NodeJS.ProcessEnv): void {
  program
    .command('config')
    .description('the settings in force, and where each came from')
    .option('--json', 'one JSON document')
    .action(({ json }: { json?: boolean }) => {
      const config: Record<string, unknown> = { ...loadConfig(env, { reads: true }) };
      const given = settingsIn(env);
      const rows = Object.entries(Settings.shape).map(([name, setting]) => {
        const { secret, shown } = (setting.meta() ?? {}) as Described;
        const value = given[name] ?? shown ?? String(config[name]);
        const hidden = secret && name in given ? '(set, not shown)' : withoutPassword(value);
        return { name, value: hidden.replaceAll('`', ''), from: name in given ? 'environment' : 'default' };
      });
      if (json) return printJson(rows);
      printTable(
        ['setting', 'value', 'from'],
        rows.map(({ name, value, from }) => [name, value, from]),
      );
    });
}
