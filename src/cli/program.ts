// The command line: one file for each group of commands. What went wrong is one line on stderr.
// Exit status: 0 done, 1 refused or not found, 2 bad usage or a bad setting.
import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { BadSetting } from '../config/load.ts';
import { refuseUnknownNames } from '../config/names.ts';
import { BadEntry } from '../directory/person-entry.ts';
import { firstLine } from '../log/one-line.ts';
import { Refused } from './output.ts';

type AddCommands = (program: Command, env: NodeJS.ProcessEnv) => void;

// Loaded on demand: a command starts faster without the modules of the others.
const groups: Record<string, () => Promise<AddCommands>> = {
  serve: async () => (await import('./serve.ts')).addServeCommand,
  admin: async () => (await import('./admin.ts')).addAdminCommands,
  ticket: async () => (await import('./ticket.ts')).addTicketCommands,
  mail: async () => (await import('./mail.ts')).addMailCommands,
  held: async () => (await import('./held.ts')).addHeldCommands,
  'sign-in': async () => (await import('./sign-in.ts')).addSignInCommand,
  token: async () => (await import('./token.ts')).addTokenCommands,
  outbox: async () => (await import('./outbox.ts')).addOutboxCommands,
  spool: async () => (await import('./spool.ts')).addSpoolCommands,
  backup: async () => (await import('./backup/commands.ts')).addBackupCommands,
  restore: async () => (await import('./backup/commands.ts')).addRestoreCommand,
  migrate: async () => (await import('./migrate.ts')).addMigrateCommand,
  privacy: async () => (await import('./privacy.ts')).addPrivacyCommands,
  config: async () => (await import('./config.ts')).addConfigCommand,
  doctor: async () => (await import('./doctor.ts')).addDoctorCommand,
};

/** `file`: the names that `.env` sets. */
export async function runCommandLine(
  argv: readonly string[],
  env: NodeJS.ProcessEnv,
  file: readonly string[] = [],
): Promise<number> {
  const program = await programFor(argv[2], env);
  program.hook('preAction', () => refuseUnknownNames(file, env));
  try {
    await program.parseAsync(argv);
    return 0;
  } catch (cause) {
    return exitStatus(cause);
  }
}

/** Only what the call needs is loaded. */
function programFor(word: string | undefined, env: NodeJS.ProcessEnv): Promise<Command> {
  const asked = groups[word ?? ''];
  if (asked) return programWith([asked], env);
  return word === '--version' || word === '-V' ? programWith([], env) : wholeProgram(env);
}

/** All commands, as `postern --help` and docs/cli.md show them. */
export const wholeProgram = (env: NodeJS.ProcessEnv): Promise<Command> => programWith(Object.values(groups), env);

async function programWith(wanted: readonly (() => Promise<AddCommands>)[], env: NodeJS.ProcessEnv): Promise<Command> {
  const program = new Command('postern').description('The mail gate of a support desk: mail in, tickets out.');
  program.version(version(), '-V, --version', 'the version');
  program.exitOverride().showHelpAfterError('(postern --help lists the commands)');
  for (const load of wanted) (await load())(program, env);
  return program;
}

/** Of package.json. */
const version = (): string => JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')).version;

function exitStatus(cause: unknown): number {
  if (cause instanceof CommanderError) return cause.exitCode === 0 ? 0 : 2;
  if (cause instanceof BadSetting) {
    process.stderr.write(`postern: ${cause.message.split('\n').join('\npostern: ')}\n`);
    return 2;
  }
  const expected = cause instanceof Refused || cause instanceof BadEntry;
  process.stderr.write(`postern: ${expected ? cause.message : firstLine(cause)}\n`);
  return 1;
}
