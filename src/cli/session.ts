import { join } from 'node:path';
import { type Config, loadConfig } from '../config/load.ts';
import { migrateDatabase, type OpenDatabase, openDatabase } from '../db/database.ts';
import { useEmbeddedPostgres } from '../db/embedded.ts';
import { type Desk, deskFor } from '../desk/desk.ts';
import { loadDirectory } from '../directory/directory.ts';

export type Session = Readonly<{ config: Config; database: OpenDatabase }>;

/** The database of the settings, migrated: the embedded one is started for the call, or the running one is joined. */
export async function openConfigured(config: Config): Promise<{ url: string; release(): Promise<void> }> {
  const embedded = config.DATABASE_URL ? null : await useEmbeddedPostgres(join(config.POSTERN_HOME, 'postgres'));
  const url = config.DATABASE_URL ?? embedded!.url;
  const release = async () => embedded?.release();
  try {
    await migrateDatabase(url);
  } catch (cause) {
    await release();
    throw cause;
  }
  return { url, release };
}

/** Runs one command against the database, and closes what was opened for it. */
export async function inSession<T>(env: NodeJS.ProcessEnv, work: (session: Session) => Promise<T>): Promise<T> {
  const config = loadConfig(env);
  const configured = await openConfigured(config);
  const database = openDatabase(configured.url, 2);
  try {
    return await work({ config, database });
  } finally {
    await database.close();
    await configured.release();
  }
}

/** The desk as it stands now, for a call that ends soon. */
export const deskOf = async ({ config, database }: Session): Promise<Desk> =>
  deskFor(config, await loadDirectory(database.db));
