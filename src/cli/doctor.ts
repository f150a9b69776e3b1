import type { Command } from 'commander';
import { BadSetting, type Config, loadConfig } from '../config/load.ts';
import { type OpenDatabase, openDatabase } from '../db/database.ts';
import type { Checked } from './check.ts';
import { firstLine, printJson, printLine, Refused } from './output.ts';
import { openServer, type Server } from './session.ts';

type Finding = Readonly<{ name: string } & Checked>;

export function addDoctorCommand(program: Command, env: NodeJS.ProcessEnv): void {
  program
    .command('doctor')
    .description('checks everything, and says what is wrong and how to cure it')
    .option('--json', 'one JSON document')
    .action(async ({ json }: { json?: boolean }) => {
      const findings = await examine(env);
      if (json) printJson(findings);
      else for (const finding of findings) print(finding);
      const wrong = findings.filter(({ ok }) => !ok).length;
      if (wrong > 0) throw new Refused(`${wrong} of ${findings.length} checks found something wrong: see above`);
    });
}

async function examine(env: NodeJS.ProcessEnv): Promise<Finding[]> {
  let config: Config;
  try {
    config = loadConfig(env);
  } catch (cause) {
    if (!(cause instanceof BadSetting)) throw cause;
    const finding = cause.message.replaceAll('\n', '; ');
    return [{ name: 'settings', ok: false, finding, cure: 'correct these settings, and check again: postern config' }];
  }
  return [{ name: 'settings', ok: true, finding: 'all can be used', cure: '' }, ...(await checkAll(config))];
}

/** All at once, each by itself and each with a deadline: what is away is one finding of several. */
async function checkAll(config: Config): Promise<Finding[]> {
  const { checks } = await import('./checks.ts');
  const opening = open(config);
  const findings = await Promise.all(
    checks.map(async ({ name, ...each }): Promise<Finding> => {
      if ('check' in each) return { name, ...(await soon(each.check(config)).catch(unchecked(readFinding))) };
      const asked = opening.then(({ database, server }) => soon(each.ask(database.db, config, server.url)));
      return { name, ...(await asked.catch(unchecked(databaseAway))) };
    }),
  );
  await opening.then(
    async ({ database, server }) => {
      await database.close();
      await server.release();
    },
    () => {},
  );
  return findings;
}

/** The embedded database is made where there is none; that of others is only looked at. */
async function open(config: Config): Promise<{ server: Server; database: OpenDatabase }> {
  const server = await openServer(config);
  try {
    const { is } = await server.state();
    if (is === 'empty' && !config.DATABASE_URL) await server.migrate();
    return { server, database: openDatabase(server.url, 4) };
  } catch (cause) {
    await server.release();
    throw cause;
  }
}

const patienceMs = 15_000;

async function soon(work: Promise<Checked>): Promise<Checked> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${patienceMs / 1_000} s`)), patienceMs);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

const databaseAway = 'start PostgreSQL or correct DATABASE_URL, and check again';
const readFinding = 'correct what the finding names, and check again';
const unchecked =
  (cure: string) =>
  (cause: unknown): Checked => ({ ok: false, finding: `could not be checked: ${firstLine(cause)}`, cure });

function print({ name, ok, finding, cure }: Finding): void {
  printLine(`${ok ? 'ok   ' : 'WRONG'}  ${name.padEnd(10)} ${finding}`);
  if (!ok) printLine(`${' '.repeat(18)}${cure}`);
}
