import { type Command, InvalidArgumentError, Option } from 'commander';
import { addToken, listTokens, removeToken, type Scope, scopes } from '../db/api-tokens.ts';
import { noteByShell } from '../db/deeds.ts';
import { shown } from '../log/one-line.ts';
import { toAddress } from '../mail/address.ts';
import { printJson, printLine, printTable, Refused } from './output.ts';
import { deskOf, inReadingSession, inSession } from './session.ts';

/** Of a whole token, too. */
const idOf = (given: string): string => /^pst_([0-9a-z]{12})_/.exec(given)?.[1] ?? given;

type AddOptions = { name: string; scope: Scope[]; as?: string; days: number };

export function addTokenCommands(program: Command, env: NodeJS.ProcessEnv): void {
  const token = program.command('token').description('tokens of the API');
  token
    .command('add')
    .description('make a token and print it, once')
    .requiredOption('--name <name>', 'what it is for')
    .addOption(new Option('--scope <scope...>', 'what it may do').choices(scopes).makeOptionMandatory())
    .option('--as <agent>', 'the agent as whom it acts; without, each call names one')
    .option('--days <number>', 'until it expires, at most 365', parseDays, 365)
    .action((options: AddOptions) => add(env, options));
  token
    .command('list')
    .option('--json', 'one JSON document')
    .action(async ({ json }: { json?: boolean }) => {
      const found = await inReadingSession(env, ({ database }) => listTokens(database.db));
      if (json) return printJson(found);
      const cells = found.map(({ id, name, scopes, agent, expiresAt, lastUsedAt }) => [
        id,
        shown(name, 30),
        scopes.join(' '),
        agent ?? '-',
        expiresAt.toISOString().slice(0, 10),
        lastUsedAt?.toISOString() ?? 'never',
      ]);
      printTable(['id', 'name', 'scopes', 'as', 'expires', 'last used'], cells);
    });
  token
    .command('remove <id>')
    .description('end a token at once')
    .action(async (id: string) => {
      const removed = await inSession(env, async ({ database: { db } }) => {
        const done = await removeToken(db, idOf(id));
        if (done) await noteByShell(db, 'token: removed', idOf(id));
        return done;
      });
      if (!removed) throw new Refused(`there is no token ${shown(id, 20)}: postern token list shows which there are`);
    });
}

async function add(env: NodeJS.ProcessEnv, { name, scope, as, days }: AddOptions): Promise<void> {
  const token = await inSession(env, async session => {
    const agent = as === undefined ? null : toAddress(as);
    const { directory } = await deskOf(session);
    if (as !== undefined && (!agent || directory.find(agent)?.role !== 'agent'))
      throw new Refused(`${as} is not an agent: postern admin add ${as} --role agent makes one`);
    const { db } = session.database;
    const made = await addToken(db, { name, scopes: [...new Set(scope)], agent, days });
    await noteByShell(db, 'token: made', `${idOf(made)} ${name}: ${scope.join(' ')}${agent ? ` as ${agent}` : ''}`);
    return made;
  });
  printLine(token);
}

function parseDays(text: string): number {
  const days = Number(text);
  if (!Number.isInteger(days) || days < 1 || days > 365)
    throw new InvalidArgumentError('It is a number from 1 to 365.');
  return days;
}
