import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { urlHost } from '../config/networks.ts';
import { noteByShell } from '../db/deeds.ts';
import { loadDirectory } from '../directory/directory.ts';
import { toAddress } from '../mail/address.ts';
import { linkToken } from '../signin/secrets.ts';
import { issueLink } from '../signin/sign-ins.ts';
import { viewerOf } from '../signin/who.ts';
import { printLine, Refused } from './output.ts';
import { inSession } from './session.ts';

export function addSignInCommand(program: Command, env: NodeJS.ProcessEnv): void {
  program
    .command('sign-in <email>')
    .description(
      'print a link that signs this person in to the pages: once, within 15 minutes, in whichever browser opens it first',
    )
    .action(async (email: string) => {
      const address = toAddress(email);
      if (address === null) throw new Refused(`${email} is no mail address`);
      printLine(await inSession(env, ({ config, database: { db } }) => linkFor(address, { config, db })));
    });
}

type Opened = Parameters<Parameters<typeof inSession>[1]>[0];

async function linkFor(
  address: NonNullable<ReturnType<typeof toAddress>>,
  { config, db }: Pick<Opened, 'config'> & Pick<Opened['database'], 'db'>,
): Promise<string> {
  const viewer = await viewerOf(db, await loadDirectory(db), address);
  if (!viewer) {
    throw new Refused(
      `${address} is not in the directory and follows no ticket: postern admin add ${address} --role agent`,
    );
  }
  const id = await issueLink(db, viewer.email);
  await noteByShell(db, 'sign-in: link made', viewer.email);
  return `${await baseOf(config)}/sign-in/k/${linkToken(id, config.SECRET[0]!)}`;
}

/** Where the pages are; those that are bound to every interface, as this machine reaches them. */
async function baseOf({ PUBLIC_URL, HTTP_HOST, HTTP_PORT, POSTERN_HOME }: Opened['config']): Promise<string> {
  if (PUBLIC_URL !== undefined) return PUBLIC_URL.replace(/\/+$/, '');
  const host = ['0.0.0.0', '::', ''].includes(HTTP_HOST) ? '127.0.0.1' : HTTP_HOST;
  const picked =
    HTTP_PORT === 0 ? await readFile(join(POSTERN_HOME, 'pages.port'), 'utf8').catch(() => '0') : HTTP_PORT;
  return `http://${urlHost(host)}:${picked}`;
}
