import type { Config } from '../config/load.ts';
import type { OpenDatabase } from '../db/database.ts';
import type { Directory } from '../desk/person.ts';
import type { Log } from '../log/log.ts';
import type { Scan } from '../malware/clamd.ts';
import type { QueueBackend } from '../queue/backend.ts';
import type { DeliverJob, IngestJob } from '../queue/jobs.ts';
import type { Spool } from '../spool/spool.ts';
import type { Health } from './health.ts';

/** What all roles share. */
export type Ground = Readonly<{
  config: Config;
  log: Log;
  database: OpenDatabase;
  directory: Directory;
  queues: QueueBackend;
  spool: Spool;
  /** Null where CLAMD_URL is unset. */
  scan: Scan | null;
  health: Health;
}>;

export const ingestJob = (mailId: string) => ({ id: mailId, data: { mailId } satisfies IngestJob });
export const deliverJob = (outboxId: string) => ({ id: outboxId, data: { outboxId } satisfies DeliverJob });
