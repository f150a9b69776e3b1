import type { Command } from 'commander';
import { noteByShell } from '../db/deeds.ts';
import { readPeople } from '../directory/ldap/people.ts';
import type { SyncPlan } from '../directory/ldap/plan.ts';
import { ldapSettings } from '../directory/ldap/settings.ts';
import { syncDirectory } from '../directory/ldap/sync.ts';
import { shown } from '../log/one-line.ts';
import { printLine, Refused } from './output.ts';
import { inSession } from './session.ts';
import { unreachable } from './unreachable.ts';

type SyncOptions = { dryRun?: boolean; force?: boolean };

export function addAdminSyncCommand(admin: Command, env: NodeJS.ProcessEnv): void {
  admin
    .command('sync')
    .description('read the directory from LDAP_URL now; people who are gone there are deactivated here')
    .option('--dry-run', 'print what would change, and change nothing')
    .option('--force', 'even where more than half of the people would be deactivated')
    .action(async (options: SyncOptions) => sync(env, options));
}

async function sync(env: NodeJS.ProcessEnv, { dryRun = false, force = false }: SyncOptions): Promise<void> {
  const result = await inSession(env, async ({ config, database }) => {
    const settings = ldapSettings(config);
    if (!settings) throw new Refused('LDAP_URL is not set: there is nowhere to sync from');
    const people = () =>
      readPeople(settings).catch(cause => {
        throw unreachable('LDAP_URL', String(config.LDAP_URL), cause);
      });
    const { db } = database;
    const done = await syncDirectory(db, people, { dryRun, force, olderThanMs: 0 });
    if (!dryRun && done.kind === 'done') await noteByShell(db, 'directory: synced', done.line);
    return done;
  });
  if (result.kind === 'not-due') throw new Refused('another machine is syncing just now: try again in a minute');
  if (result.kind === 'refused') throw new Refused(result.line);
  if (dryRun) printPlan(result.plan);
  printLine(`${dryRun ? 'Would be' : 'Synced'}: ${result.line}.`);
}

function printPlan({ added, changed, gone, left }: SyncPlan): void {
  for (const { email, role, name, aliasOf } of added) {
    printLine(`+ ${email} ${aliasOf === null ? `${role} ${shown(name)}`.trim() : `alias of ${aliasOf}`}`);
  }
  for (const { person, words } of changed) printLine(`~ ${person.email} ${shown(words, 500)}`);
  for (const email of gone) printLine(`- ${email}`);
  for (const email of left) printLine(`= ${email} is left to another source`);
}
