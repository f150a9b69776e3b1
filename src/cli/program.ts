// The command line: one file per group of commands, one line on stderr for what went wrong.
// Exit status: 0 done, 1 refused or not found, 2 bad usage or a bad setting.
import { Command, CommanderError } from 'commander';
import { BadSetting } from '../config/load.ts';
import { BadEntry } from '../directory/person-entry.ts';
import { Refused } from './output.ts';

type AddCommands = (program: Command, env: NodeJS.ProcessEnv) => void;

// Only the group that is asked for is loaded; all of them for whoever needs help.
const groups: Record<string, () => Promise<AddCommands>> = {
  serve: async () => (await import('./serve.ts')).addServeCommand,
  admin: async () => (await import('./admin.ts')).addAdminCommands,
  ticket: async () => (await import('./ticket.ts')).addTicketCommands,
  mail: async () => (await import('./mail.ts')).addMailCommands,
  held: async () => (await import('./held.ts')).addHeldCommands,
  config: async () => (await import('./config.ts')).addConfigCommand,
  doctor: async () => (await import('./doctor.ts')).addDoctorCommand,
};

export async function runCommandLine(argv: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const program = new Command('postern').description('The mail gate of a support desk: mail in, tickets out.');
  program.exitOverride().showHelpAfterError('(postern --help lists the commands)');
  const asked = groups[argv[2] ?? ''];
  for (const load of asked ? [asked] : Object.values(groups)) (await load())(program, env);
  try {
    await program.parseAsync(argv);
    return 0;
  } catch (cause) {
    return exitStatus(cause);
  }
}

function exitStatus(cause: unknown): number {
  if (cause instanceof CommanderError) return cause.exitCode === 0 ? 0 : 2;
  if (cause instanceof BadSetting) {
    process.stderr.write(`postern: ${cause.message.split('\n').join('\npostern: ')}\n`);
    return 2;
  }
  process.stderr.write(
    `postern: ${cause instanceof Refused || cause instanceof BadEntry ? cause.message : unforeseen(cause)}\n`,
  );
  return 1;
}

/** Drizzle puts the statement into its message; what the server said is the cause. */
function unforeseen(cause: unknown): string {
  const error = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  return error instanceof Error ? error.message.split('\n')[0]! : String(error);
}
