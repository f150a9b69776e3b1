import type { Command } from 'commander';
import { BadSetting, type Config, loadConfig } from '../config/load.ts';
import { type OpenDatabase, openDatabase } from '../db/database.ts';
import { examineAll, type Finding } from '../doctor/examine.ts';
import { printJson, printLine, Refused } from './output.ts';
import { openServer, type Server } from './session.ts';

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

async function checkAll(config: Config): Promise<Finding[]> {
  const opening = open(config);
  const findings = await examineAll(
    config,
    opening.then(({ database, server }) => ({ db: database.db, url: server.url })),
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

function print({ name, ok, finding, cure }: Finding): void {
  printLine(`${ok ? 'ok   ' : 'WRONG'}  ${name.padEnd(10)} ${finding}`);
  if (!ok) printLine(`${' '.repeat(18)}${cure}`);
}
