import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Config, loadConfig } from '../config/load.ts';
import { migrateDatabase, type OpenDatabase, openDatabase } from '../db/database.ts';
import { type OnMoved, useEmbeddedPostgres } from '../db/embedded.ts';
import { type SchemaState, schemaState, schemaStateOn } from '../db/schema-state.ts';
import { type Desk, deskFor } from '../desk/desk.ts';
import { loadDirectory } from '../directory/directory.ts';
import { Refused } from './output.ts';
import { unreachable } from './unreachable.ts';

export type Session = Readonly<{ config: Config; database: OpenDatabase }>;

export type Server = Readonly<{
  url: string;
  /** On a session of `open`, or on one of its own. */
  state(open?: OpenDatabase): Promise<SchemaState>;
  migrate(): Promise<void>;
  release(): Promise<void>;
}>;

/** The database of the settings: the embedded one is started for the call, or the running one is joined. */
export async function openServer(config: Config, onMoved: OnMoved = () => {}): Promise<Server> {
  const folder = join(config.POSTERN_HOME, 'postgres');
  const embedded = config.DATABASE_URL ? null : await useEmbeddedPostgres(folder, onMoved);
  const url = config.DATABASE_URL ?? embedded!.url;
  return {
    url,
    state: open =>
      (open?.onSession(schemaStateOn) ?? schemaState(url)).catch(cause => {
        throw config.DATABASE_URL ? unreachable('DATABASE_URL', url, cause) : cause;
      }),
    migrate: () => migrateDatabase(url),
    release: async () => embedded?.release(),
  };
}

/** The same, migrated. A database of a newer release is used as it is, with a warning: only columns are added. */
export async function openConfigured(config: Config, onMoved?: OnMoved): Promise<Server> {
  const server = await openServer(config, onMoved);
  try {
    const { is } = await server.state();
    if (is === 'ahead') warnOfNewer();
    else if (is !== 'current') await server.migrate();
    return server;
  } catch (cause) {
    await server.release();
    throw cause;
  }
}

const warnOfNewer = () =>
  process.stderr.write('postern: the database is of a newer release than this program: upgrade this program soon\n');

/** A command that only reads makes no folder and no database. */
export function refuseEmptyHome({ DATABASE_URL, POSTERN_HOME }: Config): void {
  if (DATABASE_URL || existsSync(join(POSTERN_HOME, 'postgres'))) return;
  throw new Refused(`nothing is kept in ${POSTERN_HOME} yet: npm start makes it, or set POSTERN_HOME`);
}

/** Runs one command against the database, and closes what was opened for it. */
export const inReadingSession = <T>(env: NodeJS.ProcessEnv, work: (session: Session) => Promise<T>): Promise<T> =>
  inSession(env, work, { reads: true });

/** A list may take its time; a server that hangs ends the call all the same. */
const longestMs = 120_000;

/**
 * Runs one command against the database, and closes what was opened for it. A command makes the schema where there is
 * none, and does not change that of a server which others use.
 */
export async function inSession<T>(
  env: NodeJS.ProcessEnv,
  work: (session: Session) => Promise<T>,
  { reads = false }: { reads?: boolean } = {},
): Promise<T> {
  const config = loadConfig(env, { reads });
  if (reads) refuseEmptyHome(config);
  const server = await openServer(config);
  try {
    // The state is asked on it, too: a session costs more than all that most commands ask.
    const database = openDatabase(server.url, 2, longestMs);
    try {
      const { is } = await server.state(database);
      if (is === 'behind' && config.DATABASE_URL)
        throw new Refused(
          'the database is of an older release than this program: postern migrate brings it up to this one',
        );
      if (is === 'ahead') warnOfNewer();
      else if (is !== 'current') await server.migrate();
      return await work({ config, database });
    } finally {
      await database.close();
    }
  } finally {
    await server.release();
  }
}

/** The desk as it stands now, for a call that ends soon. */
export const deskOf = async ({ config, database }: Session): Promise<Desk> =>
  deskFor(config, await loadDirectory(database.db));
