import { type Command, Option } from 'commander';
import type { Database } from '../db/database.ts';
import { noteByShell } from '../db/deeds.ts';
import { storedRoleOf, storedRoles } from '../desk/person.ts';
import { readPeopleFile } from '../directory/csv.ts';
import { planImport } from '../directory/difference.ts';
import {
  type Deactivated,
  deactivate,
  importPeople,
  listPeople,
  loadDirectory,
  putPeople,
} from '../directory/directory.ts';
import { type Given, toEntry } from '../directory/person-entry.ts';
import { counted } from '../log/one-line.ts';
import { toAddress } from '../mail/address.ts';
import { addOrganisationCommand } from './admin-organisation.ts';
import { addAdminSyncCommand } from './admin-sync.ts';
import { printJson, printLine, printTable, Refused } from './output.ts';
import { inReadingSession, inSession } from './session.ts';

export function addAdminCommands(program: Command, env: NodeJS.ProcessEnv): void {
  const admin = program.command('admin').description('the directory: who may open tickets, and who works on them');
  admin
    .command('add <email>')
    .description('add a person, or change the entry; @domain.example admits a whole domain')
    .option('--name <name>', 'as our mail greets this person')
    .option('--instance <instance...>', 'technical names, such as tt_example')
    .option('--org <organisation>', 'the organisation')
    .option('--locale <locale>', 'language of our mail: en, it, es, pt, fr, de')
    .addOption(
      new Option('--role <role>', 'admins open tickets, agents work on them, operators run the desk, too').choices(
        storedRoles,
      ),
    )
    .action(async (email: string, options: Given) => {
      const entry = toEntry(email, options);
      await inSession(env, async ({ database: { db } }) => {
        await putPeople(db, [entry]);
        await noteByShell(db, 'directory: changed', entry.email);
      });
      printLine(`${entry.email} is in the directory.`);
    });
  admin
    .command('list')
    .description('every entry, deactivated ones too')
    .option('--json', 'one JSON document')
    .action(async ({ json }: { json?: boolean }) =>
      inReadingSession(env, ({ database }) => list(database.db, json ?? false)),
    );
  admin
    .command('remove <email>')
    .description('deactivate an entry; nothing is deleted')
    .action(async (email: string) => {
      const { email: normal } = toEntry(email, {});
      const { known, threads } = await inSession(env, async ({ database: { db } }) => {
        const done = await keepOut(db, normal);
        if (done.known) await noteByShell(db, 'directory: deactivated', normal);
        return done;
      });
      if (!known) throw new Refused(`${normal} is not in the directory: postern admin list shows who is`);
      printLine(`${normal} may not write any more, and was taken off ${counted(threads, 'thread')}.`);
    });
  admin
    .command('import <file>')
    .description(
      'add or change the people of a CSV file: email,name,role,organisation,instances,locale; columns in any order, separated by commas, semicolons or tabs; all of the file or nothing',
    )
    .option('--sync', 'deactivate every entry that is not in the file, except people who come from LDAP')
    .action(async (file: string, { sync }: { sync?: boolean }) => importFile(env, file, sync ?? false));
  addAdminSyncCommand(admin, env);
  addOrganisationCommand(admin, env);
}

/** Not known where the address may not write anyway. One that only its domain's entry admits gets a deactivated entry of its own. */
async function keepOut(db: Database, email: string): Promise<Deactivated> {
  const done = await deactivate(db, [email]);
  if (done.known) return done;
  const address = toAddress(email);
  if (address === null || (await loadDirectory(db)).find(address) === null) return done;
  await putPeople(db, [{ email }]);
  return deactivate(db, [email]);
}

async function list(db: Database, json: boolean): Promise<void> {
  const all = await listPeople(db);
  const rows = all.map(person => {
    const { isOperator: _, ...row } = person;
    return { ...row, role: storedRoleOf(person) };
  });
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

/** All of the file or nothing of it: with one bad line no entry is touched. */
async function importFile(env: NodeJS.ProcessEnv, file: string, sync: boolean): Promise<void> {
  const read = await readPeopleFile(file);
  await inSession(env, async ({ database: { db } }) => {
    const plan = planImport(await listPeople(db), read.entries, sync);
    const { threads } = await importPeople(db, plan);
    const entries = counted(plan.entries.length, 'entry', 'entries');
    await noteByShell(db, 'directory: imported', `${entries} of ${file}, ${plan.gone.length} deactivated`);
    const ignored = read.unread.length > 0 ? ` Not read: the columns ${read.unread.join(', ')}.` : '';
    const left = plan.left.length > 0 ? ` Left to LDAP: ${plan.left.join(', ')}.` : '';
    const taken = threads === 0 ? '' : ` and taken off ${counted(threads, 'thread')}`;
    printLine(`${entries} imported${sync ? `, ${plan.gone.length} deactivated${taken}` : ''}.${left}${ignored}`);
  });
}
