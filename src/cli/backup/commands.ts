import type { Command } from 'commander';

export function addBackupCommands(program: Command, env: NodeJS.ProcessEnv): void {
  program
    .command('backup <file>')
    .description('the whole gateway in one file while it runs: database, store, spool, secret and settings')
    .action(async (file: string) => (await import('./backup.ts')).backup(env, file));
}

export function addRestoreCommand(program: Command, env: NodeJS.ProcessEnv): void {
  program
    .command('restore <file>')
    .description('a backup back into an empty POSTERN_HOME; outgoing mail of then waits for postern outbox retry')
    .action(async (file: string) => (await import('./restore.ts')).restore(env, file));
}
