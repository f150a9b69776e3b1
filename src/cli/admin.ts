import { createReadStream } from 'node:fs';
import { type Command, Option } from 'commander';
import { parse } from 'csv-parse';
import { asc } from 'drizzle-orm';
import { deactivate, type PersonEntry, putPeople } from '../admission/directory.ts';
import { people } from '../db/schema/people.ts';
import { toAddress } from '../mail/address.ts';
import { addOrganisationCommand } from './admin-organisation.ts';
import { addAdminSyncCommand } from './admin-sync.ts';
import { printJson, printLine, printTable, Refused } from './output.ts';
import { inSession } from './session.ts';

type AddOptions = { name?: string; instance?: string[]; org?: string; locale?: string; role?: 'admin' | 'agent' };

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
    .action(async (email: string, options: AddOptions) => {
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
      const known = await inSession(env, ({ database }) => deactivate(database.db, [normal]));
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

/** `@domain` for a whole domain. */
function toEntry(email: string, options: AddOptions): PersonEntry {
  const whole = email.startsWith('@') ? toAddress(`anyone${email}`) : toAddress(email);
  if (!whole) throw new Refused(`${email} is not a mail address, nor @domain for a whole domain`);
  const { name, instance, org, locale, role } = options;
  return {
    email: email.startsWith('@') ? whole.slice('anyone'.length) : whole,
    ...(name === undefined ? {} : { name }),
    ...(instance === undefined ? {} : { instances: instance.map(each => each.toLowerCase()) }),
    ...(org === undefined ? {} : { organisation: org }),
    ...(locale === undefined ? {} : { locale }),
    ...(role === undefined ? {} : { role }),
  };
}

async function list(db: Parameters<typeof putPeople>[0], json: boolean): Promise<void> {
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
  const entries = await readEntries(file);
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
    printLine(`${entries.length} entries imported${sync ? `, ${gone.length} deactivated` : ''}.`);
  });
}

async function readEntries(file: string): Promise<PersonEntry[]> {
  const source = createReadStream(file);
  const rows = source.pipe(
    parse({ columns: true, bom: true, trim: true, skip_empty_lines: true, relax_column_count_less: true }),
  );
  source.once('error', cause => rows.destroy(cause));
  const entries = new Map<string, PersonEntry>();
  try {
    for await (const row of rows as AsyncIterable<Record<string, string>>) {
      const entry = fromRow(row, `${file}, entry ${entries.size + 1}`);
      entries.set(entry.email, entry);
    }
  } catch (cause) {
    if (cause instanceof Refused) throw cause;
    throw new Refused(`${file} cannot be read as CSV: ${(cause as Error).message}`);
  }
  return [...entries.values()];
}

/** Empty = unset. */
function fromRow(row: Record<string, string>, where: string): PersonEntry {
  if (row.email === undefined)
    throw new Refused(`${where}: there is no column email; the first line names the columns`);
  const role = row.role || 'admin';
  if (role !== 'admin' && role !== 'agent') throw new Refused(`${where}: role is admin or agent, not ${role}`);
  const instances = (row.instances ?? '').split(/\s+/).filter(each => each !== '');
  return {
    ...toEntry(row.email, { role, instance: instances }),
    name: row.name || null,
    organisation: row.organisation || null,
    locale: row.locale || null,
  };
}
