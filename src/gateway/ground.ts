import type { SettingInForce } from '../config/in-force.ts';
import type { Config } from '../config/load.ts';
import type { OpenDatabase } from '../db/database.ts';
import type { Directory } from '../desk/person.ts';
import type { Log } from '../log/log.ts';
import type { Scan } from '../malware/clamd.ts';
import type { QueueBackend } from '../queue/backend.ts';
import { type IngestJob, mailsPerJob } from '../queue/jobs.ts';
import type { Spool } from '../spool/spool.ts';
import type { Health } from './health.ts';

/** What all roles share. */
export type Ground = Readonly<{
  config: Config;
  log: Log;
  /** The server's, where DATABASE_URL is unset, too. */
  databaseUrl: string;
  database: OpenDatabase;
  directory: Directory;
  queues: QueueBackend;
  spool: Spool;
  /** Null where CLAMD_URL is unset. */
  scan: Scan | null;
  health: Health;
  /** The settings as they are told to people. */
  settings: readonly SettingInForce[];
}>;

/** One job for up to so many mails; its id is that of the first, and another one each time that it is offered again. */
export function ingestJobs(mailIds: readonly string[], again = 0): { id: string; data: IngestJob }[] {
  const jobs = [];
  for (let at = 0; at < mailIds.length; at += mailsPerJob) {
    const [mailId, ...more] = mailIds.slice(at, at + mailsPerJob);
    const id = again === 0 ? mailId! : `${mailId}-${again}`;
    jobs.push({ id, data: more.length === 0 ? { mailId: mailId! } : { mailId: mailId!, more } });
  }
  return jobs;
}
