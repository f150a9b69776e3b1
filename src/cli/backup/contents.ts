// What stands in a backup, in this order. The spool comes first and the store last: what is filed in the meantime is
// then in the database, or still in the copy of the spool, and its bytes are in the store.
import { type Config, pathOf } from '../../config/load.ts';
import { Refused } from '../output.ts';

/** The first entry, and the last one, which says that nothing is missing. */
export const manifestName = 'postern-backup.json';
export const endName = 'complete.json';
export const settingsName = 'settings.env';
/** `database/<table>/<number>.jsonl`, one row a line. */
export const databaseFolder = 'database';
export const sequencesName = 'database/sequences.json';

export type Manifest = Readonly<{ format: 1; takenAt: string; migrations: number }>;
export type End = Readonly<{ rows: number; mails: number; files: number }>;

/** Files of the home beside spool and store. */
export const keptFiles = ['secret', 'certificate.pem'] as const;

/** The folders of spool and store. */
export function foldersOf({ SPOOL_URL, STORE_URL }: Config): { spool: string; store: string } {
  for (const [name, url] of Object.entries({ SPOOL_URL, STORE_URL })) {
    if (!url.startsWith('file:'))
      throw new Refused(`${name} names no folder: back that up by its own means (docs/operate.md, Backup)`);
  }
  return { spool: pathOf(SPOOL_URL), store: pathOf(STORE_URL) };
}
