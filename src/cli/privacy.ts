import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Command } from 'commander';
import { type Config, pathOf } from '../config/load.ts';
import type { Tx } from '../db/database.ts';
import { noteByShell } from '../db/deeds.ts';
import { type Address, toAddress } from '../mail/address.ts';
import { type Erasure, erasePerson } from '../privacy/erase.ts';
import { exportPerson } from '../privacy/export.ts';
import { openStore } from '../store/open-store.ts';
import { printJson, printLine, Refused } from './output.ts';
import { inSession, type Session } from './session.ts';

type EraseOptions = Readonly<{ dryRun?: boolean; json?: boolean }>;

export function addPrivacyCommands(program: Command, env: NodeJS.ProcessEnv): void {
  const privacy = program.command('privacy').description('what is kept of a person: take it out, or hand it over');
  privacy
    .command('erase <email>')
    .description('take a person out of everything; tickets stay, under an address that leads to no one')
    .option('--dry-run', 'say what would be erased, and change nothing')
    .option('--json', 'one JSON document')
    .action(async (email: string, options: EraseOptions) => inSession(env, session => erase(session, email, options)));
  privacy
    .command('export <email> <file>')
    .description('everything of a person as a zip archive: directory entry, tickets, mails, files')
    .action(async (email: string, file: string) => inSession(env, session => exportTo(session, email, file)));
}

async function erase(session: Session, email: string, { dryRun, json }: EraseOptions): Promise<void> {
  const { config } = session;
  const store = await openStore(config.STORE_URL);
  const done = await whole(session, addressOf(email), async (erasure, tx) => {
    if (dryRun) return false;
    // Not of whom: that is what is erased.
    await noteByShell(tx, 'privacy: erased', erasure.alias);
    // Before the commit: once the rows are gone, no one knows the keys.
    for (const key of erasure.keys) await store.drop(key);
    await dropOutgoing(config, erasure.outgoing);
    return true;
  });
  if (!done) throw new Refused(`nothing is kept of ${email}`);
  const { alias, counts, quotedIn } = done;
  if (json) return printJson({ dryRun: dryRun ?? false, alias: dryRun ? null : alias, counts, quotedIn });
  printLine(dryRun ? 'Would be erased:' : `Erased; ${alias} stands in its place:`);
  for (const [what, count] of Object.entries(counts)) printLine(`  ${String(count).padStart(6)}  ${what}`);
  for (const entry of quotedIn) printLine(`          ${entry} quoted the person`);
}

/** In one transaction, which is rolled back where `keep` answers false. */
async function whole(
  { database: { db } }: Session,
  address: Address,
  keep: (erasure: Erasure, tx: Tx) => Promise<boolean>,
): Promise<Erasure | null> {
  let found: Erasure | null = null;
  await db
    .transaction(async tx => {
      found = await erasePerson(tx, address);
      if (found !== null && !(await keep(found, tx))) throw new DryRun();
    })
    .catch(cause => {
      if (!(cause instanceof DryRun)) throw cause;
    });
  return found;
}
class DryRun extends Error {}

async function dropOutgoing({ RELAY_URL }: Config, ids: readonly string[]): Promise<void> {
  if (!RELAY_URL.startsWith('file:')) return;
  for (const id of ids) await rm(join(pathOf(RELAY_URL), `${id}.eml`), { force: true });
}

async function exportTo({ config, database }: Session, email: string, file: string): Promise<void> {
  const store = await openStore(config.STORE_URL);
  const archive = await exportPerson({ db: database.db, store }, addressOf(email));
  if (archive === null) throw new Refused(`nothing is kept of ${email}`);
  try {
    await pipeline(archive, createWriteStream(file, { flags: 'wx', mode: 0o600 }));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST')
      throw new Refused(`${file} is there already: name another file`);
    await rm(file, { force: true });
    throw cause;
  }
  await noteByShell(database.db, 'privacy: exported', email);
  printLine(`Everything of ${email} is in ${file}.`);
}

function addressOf(email: string): Address {
  const address = toAddress(email);
  if (address === null) throw new Refused(`${email} is no mail address`);
  return address;
}
