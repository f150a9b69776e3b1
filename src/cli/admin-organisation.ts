import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
import { Settings } from '../config/schema.ts';
import { listPeople } from '../directory/directory.ts';
import { listFollowPolicies, organisationKey, setFollowPolicy } from '../directory/organisations.ts';
import { printJson, printLine, printTable, Refused } from './output.ts';
import { inSession, type Session } from './session.ts';

type Who = readonly string[] | 'default';
type Options = { followers?: Who; json?: boolean };
type Asked = { name: string | undefined; json: boolean };

export function addOrganisationCommand(admin: Command, env: NodeJS.ProcessEnv): void {
  admin
    .command('organisation [name]')
    .description(
      'sets or shows who follows the tickets of an organisation by being copied in; without a name, of each that decides for itself',
    )
    .option('--followers <who>', 'anyone, directory, or domains, comma separated; default: as FOLLOWERS says', parseWho)
    .option('--json', 'one JSON document')
    .action(async (name: string | undefined, { followers, json = false }: Options) => {
      if (followers !== undefined && name === undefined)
        throw new Refused('name the organisation whose followers these are');
      await inSession(env, session =>
        followers === undefined || name === undefined ? list(session, { name, json }) : put(session, name, followers),
      );
    });
}

function parseWho(text: string): Who {
  if (text.trim().toLowerCase() === 'default') return 'default';
  const parsed = Settings.shape.FOLLOWERS.safeParse(text);
  if (parsed.success && parsed.data.length > 0) return parsed.data;
  throw new InvalidArgumentError('It must be anyone, directory, domains (comma separated), or default.');
}

async function put({ config, database: { db } }: Session, name: string, followers: Who) {
  await setFollowPolicy(db, name, followers === 'default' ? null : followers);
  const said = followers === 'default' ? `as FOLLOWERS says: ${config.FOLLOWERS.join(', ')}` : followers.join(', ');
  printLine(`Who follows tickets of ${name}: ${said}.`);
  const known = (await listPeople(db)).some(
    ({ organisation }) => organisation !== null && organisationKey(organisation) === organisationKey(name),
  );
  if (!known) printLine(`No one in the directory belongs to that organisation yet: postern admin list shows them all.`);
}

async function list({ config, database: { db } }: Session, { name, json }: Asked) {
  const wanted = name === undefined ? undefined : organisationKey(name);
  const policies = (await listFollowPolicies(db)).filter(
    ({ organisation }) => organisation === (wanted ?? organisation),
  );
  if (json) return printJson(policies);
  if (policies.length === 0) return printLine(`As FOLLOWERS says: ${config.FOLLOWERS.join(', ')}.`);
  printTable(
    ['organisation', 'followers'],
    policies.map(({ organisation, followers }) => [organisation, followers.join(', ')]),
  );
}
