import type { Command } from 'commander';
import { type Config, loadConfig } from '../config/load.ts';
import type { Database } from '../db/database.ts';
import type { Checked } from './check.ts';
import { firstLine, printJson, printLine, Refused } from './output.ts';
import { inSession } from './session.ts';

type Finding = Readonly<{ name: string } & Checked>;

export function addDoctorCommand(program: Command, env: NodeJS.ProcessEnv): void {
  program
    .command('doctor')
    .description('checks everything, and says what is wrong and how to cure it')
    .option('--json', 'one JSON document')
    .action(async ({ json }: { json?: boolean }) => {
      const config = loadConfig(env); // A bad setting is the first thing wrong, and is reported by itself.
      const findings = await examine(env, config);
      if (json) printJson(findings);
      else for (const finding of findings) print(finding);
      const wrong = findings.filter(({ ok }) => !ok).length;
      if (wrong > 0) throw new Refused(`${wrong} of ${findings.length} checks found something wrong: see above`);
    });
}

/** All checks, whatever is away: a database that cannot be opened is one finding of several. */
async function examine(env: NodeJS.ProcessEnv, config: Config): Promise<Finding[]> {
  const { checks } = await import('./checks.ts');
  let away: unknown = null;
  const run = async (db: Database | null): Promise<Finding[]> => {
    const findings: Finding[] = [];
    for (const { name, ...each } of checks) {
      const asks = 'ask' in each;
      const checked = asks ? (db ? each.ask(db, config) : Promise.reject(away)) : each.check(config);
      findings.push({ name, ...(await checked.catch(cause => unchecked(cause, asks ? databaseAway : readFinding))) });
    }
    return findings;
  };
  try {
    return await inSession(env, ({ database }) => run(database.db));
  } catch (cause) {
    away = cause;
    return run(null);
  }
}

const databaseAway = 'start PostgreSQL or correct DATABASE_URL, and check again';
const readFinding = 'correct what the finding names, and check again';
const unchecked = (cause: unknown, cure: string): Checked => ({
  ok: false,
  finding: `could not be checked: ${firstLine(cause)}`,
  cure,
});

function print({ name, ok, finding, cure }: Finding): void {
  printLine(`${ok ? 'ok   ' : 'WRONG'}  ${name.padEnd(10)} ${finding}`);
  if (!ok) printLine(`${' '.repeat(18)}${cure}`);
}
