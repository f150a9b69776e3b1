import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../../db/database.ts';
import type { LdapPerson } from './people.ts';
import { type SyncResult, syncDirectory } from './sync.ts';

export type SchedulePorts = Readonly<{
  db: Database;
  read(): Promise<LdapPerson[]>;
  onResult(result: SyncResult): void;
  onError(cause: unknown): void;
}>;

// How often each machine checks whether a sync is due.
const lookMs = 30_000;

/** Syncs at the set interval; one of all machines does each sync. */
export function startSyncing(ports: SchedulePorts, minutes: number): { stop(): Promise<void> } {
  let stopped = false;
  let running = sync();
  const timer = setInterval(() => {
    running = running.then(() => (stopped ? undefined : sync()));
  }, lookMs);
  return {
    async stop() {
      stopped = true;
      clearInterval(timer);
      // A server that does not answer must not delay the end; an unfinished sync changes nothing.
      await Promise.race([running, sleep(2000, undefined, { ref: false })]);
    },
  };

  function sync(): Promise<void> {
    const options = { dryRun: false, force: false, olderThanMs: minutes * 60_000 };
    return syncDirectory(ports.db, ports.read, options).then(ports.onResult).catch(ports.onError);
  }
}
