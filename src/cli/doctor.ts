import type { Command } from 'commander';
import { loadConfig } from '../config/load.ts';
import type { Finding } from './examinations.ts';
import { printJson, printLine, Refused } from './output.ts';
import { inSession } from './session.ts';

export function addDoctorCommand(program: Command, env: NodeJS.ProcessEnv): void {
  program
    .command('doctor')
    .description('what is wrong, and how to mend it')
    .option('--json')
    .action(async ({ json }: { json?: boolean }) => {
      loadConfig(env); // A bad setting is the first thing wrong, and says so itself.
      const { examinations } = await import('./examinations.ts');
      const findings = await inSession(env, async session => {
        const found: Finding[] = [];
        for (const examine of examinations) found.push(await examine(session));
        return found;
      });
      if (json) printJson(findings);
      else for (const finding of findings) print(finding);
      const wrong = findings.filter(({ well }) => !well).length;
      if (wrong > 0) throw new Refused(`${wrong} of ${findings.length} examinations found something wrong: see above`);
    });
}

function print({ about, well, says, mend }: Finding): void {
  printLine(`${well ? 'well ' : 'WRONG'}  ${about.padEnd(10)} ${says}`);
  if (!well) printLine(`${' '.repeat(18)}${mend}`);
}
