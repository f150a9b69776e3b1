import { mkdirSync } from 'node:fs';
import { mkdir, open, readdir, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { lockHome } from '../../config/home-lock.ts';
import { type Config, loadConfig } from '../../config/load.ts';
import { type Database, migrateDatabase, openDatabase } from '../../db/database.ts';
import { type Loader, openLoader, type Sequences } from '../../db/dump.ts';
import { useEmbeddedPostgres } from '../../db/embedded.ts';
import { migrateTo } from '../../db/schema-state.ts';
import { firstLine } from '../../log/one-line.ts';
import { timeOfId } from '../../mail/new-id.ts';
import { parkOutbox } from '../../outbox/park.ts';
import { openSpool } from '../../spool/open-spool.ts';
import { openStore } from '../../store/open-store.ts';
import { setAside } from '../../tickets/set-aside.ts';
import { printLine, Refused } from '../output.ts';
import { readArchive } from './archive.ts';
import {
  databaseFolder,
  endName,
  foldersOf,
  type Manifest,
  manifestName,
  sequencesName,
  settingsName,
} from './contents.ts';

/** Mail that lay in the spool for longer when it is restored was filed and answered then: a person decides. */
const fileWithinMs = 3_600_000;

export async function restore(env: NodeJS.ProcessEnv, path: string): Promise<void> {
  if (env.DATABASE_URL)
    throw new Refused('restore fills the embedded PostgreSQL: unset DATABASE_URL, or use pg_restore (docs/operate.md)');
  const home = resolve(env.POSTERN_HOME || './var');
  await refuseUsed(home);
  await refuseTorn(path);
  const config = loadConfig(env);
  const lock = lockHome(home);
  if ('heldBy' in lock)
    throw new Refused(`a gateway runs on ${home} (${lock.heldBy}): stop it there, or set another POSTERN_HOME`);
  try {
    await fill(config, path);
  } catch (cause) {
    for (const name of await readdir(home)) {
      if (name !== 'lock') await rm(join(home, name), { recursive: true, force: true, maxRetries: 3 });
    }
    throw cause instanceof Refused
      ? cause
      : new Refused(`${path} cannot be restored, and nothing was kept: ${firstLine(cause)}`);
  } finally {
    lock.release();
  }
}

/** A secret alone, or a lock, is no gateway yet: every command makes them. */
async function refuseUsed(home: string): Promise<void> {
  mkdirSync(home, { recursive: true });
  const used = (await readdir(home)).filter(name => !['secret', 'lock'].includes(name));
  if (used.length > 0)
    throw new Refused(`${home} is in use (${used.slice(0, 3).join(', ')}): name an empty POSTERN_HOME`);
}

/** Read to its end before anything is made. */
async function refuseTorn(path: string): Promise<void> {
  let names: string[] = [];
  try {
    for await (const { name } of readArchive(path)) names = [names[0] ?? name, name];
  } catch (cause) {
    throw new Refused(`${path} is torn, or no backup of Postern: ${firstLine(cause)}`);
  }
  if (names[0] !== manifestName) throw new Refused(`${path} is no backup of Postern`);
  if (names[1] !== endName) throw new Refused(`${path} is torn: its end is missing`);
}

async function fill(config: Config, path: string): Promise<void> {
  const server = await useEmbeddedPostgres(join(config.POSTERN_HOME, 'postgres'));
  let loader: Loader | null = null;
  try {
    let manifest: Manifest | null = null;
    let sequences: Sequences = {};
    for await (const entry of readArchive(path)) {
      if (manifest === null) {
        manifest = JSON.parse(await entry.text()) as Manifest;
        await migrateTo(server.url, manifest.migrations);
        loader = await openLoader(server.url);
      } else if (entry.name === endName) break;
      else if (entry.name === sequencesName) sequences = JSON.parse(await entry.text());
      else if (entry.name.startsWith(`${databaseFolder}/`)) {
        await loader!.add({ table: entry.name.split('/')[1]!, rows: (await entry.text()).split('\n') });
      } else await keepFile(pathFor(config, entry.name), entry.bytes);
    }
    await loader!.finish(sequences);
    await migrateDatabase(server.url);
    await conclude(config, server.url, manifest!);
  } finally {
    await loader?.end();
    await server.release();
  }
}

/** Only the places that a backup has; a name that leads elsewhere is refused. */
function pathFor(config: Config, name: string): string {
  const { POSTERN_HOME: home } = config;
  const { spool, store } = foldersOf(config);
  const [place = '', ...below] = name.split('/');
  if (below.some(part => part === '..' || part === '')) throw new Refused(`the backup names a file ${name}`);
  if (place === 'spool') return join(spool, ...below);
  if (place === 'store') return join(store, ...below);
  return join(home, name === settingsName ? 'restored-settings.env' : place);
}

async function keepFile(path: string, bytes: Readable): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const file = await open(path, 'w', 0o600);
  await pipeline(bytes, file.createWriteStream({ flush: true }));
}

/** Nothing that went out then goes out again: whether it did is not known, so a person decides. */
async function conclude(config: Config, url: string, { takenAt }: Manifest): Promise<void> {
  const database = openDatabase(url, 2);
  try {
    const parked = await parkOutbox(database.db, `not sent: restored from the backup of ${takenAt}`);
    const aside = await setOldAside(config, database.db, takenAt);
    printLine(`${config.POSTERN_HOME} is as it was on ${takenAt}.`);
    printLine('restored-settings.env in it has the settings of then: put what still holds into .env.');
    if (parked > 0) printLine(`${parked} outgoing mails wait: postern outbox list, postern outbox retry --all.`);
    if (aside > 0) printLine(`${aside} mails were not filed then: postern mail list, postern mail replay ID.`);
  } finally {
    await database.close();
  }
}

async function setOldAside(config: Config, db: Database, takenAt: string): Promise<number> {
  const [spool, store] = [await openSpool(config.SPOOL_URL), await openStore(config.STORE_URL)];
  let count = 0;
  for (const id of await spool.leftovers(0)) {
    const since = timeOfId(id);
    if (since === null || Date.now() - since < fileWithinMs) continue;
    const found = await spool.read(id).catch(() => null);
    if (!found) continue;
    await store.put(`raw/${id}`, found.bytes());
    if (await setAside(db, found.mail, `restored from the backup of ${takenAt}, not filed then`)) count++;
    await spool.release(id);
  }
  return count;
}
