import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadConfig } from '../../config/load.ts';
import { settingsIn } from '../../config/schema.ts';
import { dumpSequences, dumpTables, inSnapshot } from '../../db/dump.ts';
import { counted } from '../../log/one-line.ts';
import { printLine } from '../output.ts';
import { openServer } from '../session.ts';
import { type Archive, writeArchive } from './archive.ts';
import {
  databaseFolder,
  type End,
  endName,
  foldersOf,
  keptFiles,
  type Manifest,
  manifestName,
  sequencesName,
  settingsName,
} from './contents.ts';

/** Everything that was taken before the call is in the file. */
export async function backup(env: NodeJS.ProcessEnv, path: string): Promise<void> {
  const config = loadConfig(env);
  const folders = foldersOf(config);
  const server = await openServer(config);
  try {
    const { is, applied } = await server.state();
    if (is === 'empty') await server.migrate();
    const manifest: Manifest = {
      format: 1,
      takenAt: new Date().toISOString(),
      migrations: is === 'empty' ? (await server.state()).applied : applied,
    };
    const end = { rows: 0, mails: 0, files: 0 };
    await writeArchive(path, async archive => {
      await archive.text(manifestName, JSON.stringify(manifest));
      await archive.text(settingsName, settingsFile(env));
      for (const name of keptFiles) await addKept(archive, name, join(config.POSTERN_HOME, name));
      end.mails = await archive.folder('spool', folders.spool);
      end.rows = await addDatabase(archive, server.url);
      end.files = await archive.folder('store', folders.store);
      await archive.text(endName, JSON.stringify(end satisfies End));
    });
    const held = `${counted(end.rows, 'row')}, ${counted(end.files, 'file')}, ${counted(end.mails, 'mail')} in the spool`;
    printLine(`${path}: ${held}. It holds secrets.`);
  } finally {
    await server.release();
  }
}

const addDatabase = (archive: Archive, url: string): Promise<number> =>
  inSnapshot(url, async client => {
    let rows = 0;
    let number = 0;
    await archive.text(sequencesName, JSON.stringify(await dumpSequences(client)));
    for await (const page of dumpTables(client)) {
      rows += page.rows.length;
      const name = `${databaseFolder}/${page.table}/${String(++number).padStart(6, '0')}.jsonl`;
      await archive.text(name, page.rows.join('\n'));
    }
    return rows;
  });

async function addKept(archive: Archive, name: string, path: string): Promise<void> {
  const text = await readFile(path, 'utf8').catch(() => null);
  if (text !== null) await archive.text(name, text);
}

/** As a file `.env`. */
const settingsFile = (env: NodeJS.ProcessEnv): string =>
  Object.entries(settingsIn(env))
    .map(([name, value]) => `${name}=${quoted(value)}\n`)
    .join('');

const quoted = (value: string): string => (value.includes("'") ? JSON.stringify(value) : `'${value}'`);
