import { type Command, Option } from 'commander';
import { asc } from 'drizzle-orm';
import type { Database } from '../db/database.ts';
import { people } from '../db/schema/people.ts';
import { readPeopleFile } from '../directory/csv.ts';
import { deactivate, loadDirectory, putPeople } from '../directory/directory.ts';
import { type Given, toEntry } from '../directory/person-entry.ts';
import { toAddress } from '../mail/address.ts';
import { addOrganisationCommand } from './admin-organisation.ts';
import { addAdminSyncCommand } from './admin-sync.ts';
import { printJson, printLine, printTable, Refused } from './output.ts';
import { inSession } from './session.ts';

export function addAdminCommands(program: Command, env: NodeJS.ProcessEnv): void {
  const admin = program.command('admin').description('the directory: who may open tickets, and who works on them');
  admin
    .command('add <email>')
    .description('add somebody, or change the entry; @domain.example admits a whole domain')
    .option('--name <name>')
    .option('--instance <instance...>', 'technical names, such as tt_example')
    .option('--org <organisation>')
    .option('--locale <locale>', 'language of our mail: en, it, es, pt, fr, de')
    .addOption(new Option('--role <role>').choices(['admin', 'agent']))
    .action(async (email: string, options: Given) => {
      const entry = toEntry(email, options);
      await inSession(env, ({ database }) => putPeople(database.db, [entry]));
      printLine(`${entry.email} is in the directory.`);
    });
  admin
    .command('list')
    .option('--json')
    .action(async ({ json }: { json?: boolean }) => inSession(env, ({ database }) => list(database.db, json ?? false)));
  admin
    .command('remove <email>')
    .description('deactivate an entry; nothing is deleted')
    .action(async (email: string) => {
      const { email: normal } = toEntry(email, {});
      const known = await inSession(env, ({ database }) => keepOut(database.db, normal));
      if (!known) throw new Refused(`${normal} is not in the directory: postern admin list shows who is`);
      printLine(`${normal} may not open tickets any more.`);
    });
  admin
    .command('import <file>')
    .description('CSV with the columns email,name,role,organisation,instances,locale')
    .option('--sync', 'deactivate who is not in the file')
    .action(async (file: string, { sync }: { sync?: boolean }) => importFile(env, file, sync ?? false));
  addAdminSyncCommand(admin, env);
  addOrganisationCommand(admin, env);
}

/** False for who may not write anyway. Whom only his domain's entry admits gets one of his own that says no. */
async function keepOut(db: Database, email: string): Promise<boolean> {
  if (await deactivate(db, [email])) return true;
  const address = toAddress(email);
  if (address === null || (await loadDirectory(db)).find(address) === null) return false;
  await putPeople(db, [{ email }]);
  return deactivate(db, [email]);
}

async function list(db: Database, json: boolean): Promise<void> {
  const rows = await db.select().from(people).orderBy(asc(people.email));
  if (json) return printJson(rows);
  printTable(
    ['email', 'name', 'role', 'organisation', 'instances', 'locale', 'source', 'active'],
    rows.map(row => [
      row.email,
      row.name ?? '',
      row.role,
      row.organisation ?? '',
      row.instances.join(' '),
      row.locale ?? '',
      row.source,
      row.active ? 'yes' : 'no',
    ]),
  );
}

/** All of the file or nothing of it: one bad line and no entry is touched. */
async function importFile(env: NodeJS.ProcessEnv, file: string, sync: boolean): Promise<void> {
  const { entries, unread } = await readPeopleFile(file);
  if (entries.length === 0) throw new Refused(`${file} names nobody: the directory stays as it is`);
  await inSession(env, async ({ database: { db } }) => {
    await putPeople(
      db,
      entries.map(entry => ({ ...entry, source: 'csv' })),
    );
    const named = new Set(entries.map(({ email }) => email));
    const rows = sync ? await db.select().from(people) : [];
    const gone = rows.filter(({ email, active }) => active && !named.has(email)).map(({ email }) => email);
    await deactivate(db, gone, 'csv');
    const ignored = unread.length > 0 ? ` Not read: the columns ${unread.join(', ')}.` : '';
    printLine(`${entries.length} entries imported${sync ? `, ${gone.length} deactivated` : ''}.${ignored}`);
  });
}
