// Saves files of a ticket, one or all, and never over a file that is there.
import { once } from 'node:events';
import { mkdir, open, rm } from 'node:fs/promises';
import { extname, join, resolve } from 'node:path';
import type { Command } from 'commander';
import { shown } from '../log/one-line.ts';
import { openStore } from '../store/open-store.ts';
import type { Store } from '../store/store.ts';
import { type FileRow, filesOfTicket } from '../tickets/files.ts';
import { printLine, Refused } from './output.ts';
import { inReadingSession } from './session.ts';
import { parseKey } from './ticket-key.ts';

export function addTicketFile(ticket: Command, env: NodeJS.ProcessEnv): void {
  ticket
    .command('file <key> [number]')
    .description(
      'save the files of a ticket, or one of them by its number in ticket show; one goes to standard output where that is no terminal',
    )
    .option('--out <folder>', 'where to save them; default: this folder')
    .action(async (key: string, number: string | undefined, { out }: { out?: string }) =>
      inReadingSession(env, async ({ config, database }) => {
        const files = await filesOfTicket(database.db, parseKey(key));
        const wanted = number === undefined ? files : [fileNumbered(files, number, key)];
        if (wanted.length === 0) throw new Refused(`${key} has no files`);
        const store = await openStore(config.STORE_URL);
        if (number !== undefined && out === undefined && !process.stdout.isTTY) return print(store, wanted[0]!);
        await save(store, wanted, resolve(out ?? '.'));
      }),
    );
}

function fileNumbered(files: readonly FileRow[], number: string, key: string): FileRow {
  const found = /^\d{1,6}$/.test(number) ? files[Number(number) - 1] : undefined;
  if (!found) throw new Refused(`${key} has no file ${number}: postern ticket show ${key} numbers its files`);
  if (found.infected) throw new Refused(`${shown(found.name)} is held back, because a virus was found in it`);
  return found;
}

async function print(store: Store, { key }: FileRow): Promise<void> {
  for await (const chunk of store.get(key)) if (!process.stdout.write(chunk)) await once(process.stdout, 'drain');
}

async function save(store: Store, files: readonly FileRow[], folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const file of files) {
    if (file.infected) printLine(`not saved, because a virus was found in it: ${shown(file.name)}`);
    else printLine(await saveOne(store, file, folder));
  }
}

async function saveOne(store: Store, { key, name }: FileRow, folder: string): Promise<string> {
  const { file, path } = await unused(join(folder, safeName(name)));
  try {
    for await (const chunk of store.get(key)) await file.appendFile(chunk);
  } catch (cause) {
    await rm(path, { force: true });
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
    throw new Refused(`${shown(name)} is no longer in the store`);
  } finally {
    await file.close();
  }
  return path;
}

/** `report.pdf`, or `report (2).pdf` where that is taken. */
async function unused(path: string) {
  const extension = extname(path);
  const start = path.slice(0, path.length - extension.length);
  for (let count = 1; ; count += 1) {
    const candidate = count === 1 ? path : `${start} (${count})${extension}`;
    try {
      return { file: await open(candidate, 'wx'), path: candidate };
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
    }
  }
}

/** No hidden file, and no name that a file system refuses. */
const safeName = (name: string): string => name.replace(/[/\\:*?"<>|\p{Cc}]/gu, '_').replace(/^\.+/, '_') || 'file';
