import type { Command } from 'commander';
import { InvalidArgumentError, Option } from 'commander';
import { Settings } from '../config/schema.ts';
import { noteByShell } from '../db/deeds.ts';
import { listPeople } from '../directory/directory.ts';
import { listPolicies, type OrganisationPolicy, organisationKey, setPolicy } from '../directory/organisations.ts';
import { printJson, printLine, printTable, Refused } from './output.ts';
import { inSession, type Session } from './session.ts';

type Who = readonly string[] | 'default';
type See = OrganisationPolicy['see'];
type Options = { followers?: Who; see?: See; json?: boolean };
type Policy = { followers: Who | undefined; see: See | undefined };
type Asked = { name: string | undefined; json: boolean };

export function addOrganisationCommand(admin: Command, env: NodeJS.ProcessEnv): void {
  admin
    .command('organisation [name]')
    .description(
      'sets or shows who follows the tickets of an organisation by being copied in, and who sees them on pages; without a name, of each that decides for itself',
    )
    .option('--followers <who>', 'anyone, directory, or domains, comma separated; default: as FOLLOWERS says', parseWho)
    .addOption(
      new Option('--see <which>', 'the tickets that its people see on pages: their own, or all of it').choices([
        'own',
        'all',
      ]),
    )
    .option('--json', 'one JSON document')
    .action(async (name: string | undefined, { followers, see, json = false }: Options) => {
      const changes = followers !== undefined || see !== undefined;
      if (changes && name === undefined) throw new Refused('name the organisation that this is about');
      await inSession(env, session =>
        name === undefined || !changes ? list(session, { name, json }) : put(session, name, { followers, see }),
      );
    });
}

function parseWho(text: string): Who {
  if (text.trim().toLowerCase() === 'default') return 'default';
  const parsed = Settings.shape.FOLLOWERS.safeParse(text);
  if (parsed.success && parsed.data.length > 0) return parsed.data;
  throw new InvalidArgumentError('It must be anyone, directory, domains (comma separated), or default.');
}

async function put({ config, database: { db } }: Session, name: string, { followers, see }: Policy) {
  await setPolicy(db, name, {
    ...(followers === undefined ? {} : { followers: followers === 'default' ? null : followers }),
    ...(see === undefined ? {} : { see }),
  });
  const policy = Object.entries({ followers, see }).flatMap(([what, value]) => (value ? `${what} ${value}` : []));
  await noteByShell(db, 'organisation: policy', `${name}: ${policy.join(', ')}`);
  if (followers !== undefined) {
    const said = followers === 'default' ? bySetting(config.FOLLOWERS) : followers.join(', ');
    printLine(`Who follows tickets of ${name}: ${said}.`);
  }
  if (see !== undefined) printLine(`What people of ${name} see: ${seen[see]}.`);
  const known = (await listPeople(db)).some(
    ({ organisation }) => organisation !== null && organisationKey(organisation) === organisationKey(name),
  );
  if (!known) printLine(`No one in the directory belongs to that organisation yet: postern admin list shows them all.`);
}

const seen: Record<See, string> = {
  own: 'their own tickets, and those that they follow',
  all: 'all tickets of the organisation',
};
const bySetting = (followers: readonly string[]): string => `as FOLLOWERS says: ${followers.join(', ')}`;

async function list({ config, database: { db } }: Session, { name, json }: Asked) {
  const wanted = name === undefined ? undefined : organisationKey(name);
  const policies = (await listPolicies(db)).filter(({ organisation }) => organisation === (wanted ?? organisation));
  if (json) return printJson(policies);
  if (policies.length === 0) return printLine(`As FOLLOWERS says: ${config.FOLLOWERS.join(', ')}.`);
  printTable(
    ['organisation', 'followers', 'see'],
    policies.map(({ organisation, followers, see }) => [
      organisation,
      followers?.join(', ') ?? bySetting(config.FOLLOWERS),
      see,
    ]),
  );
}
