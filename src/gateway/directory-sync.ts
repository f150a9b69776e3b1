// Keeps the directory like an LDAP server's, where one is named.
import { readPeople } from '../directory/ldap/people.ts';
import { startSyncing } from '../directory/ldap/schedule.ts';
import { ldapSettings } from '../directory/ldap/settings.ts';
import { type SyncResult, syncDirectory } from '../directory/ldap/sync.ts';
import type { Ground } from './ground.ts';

export function startDirectorySync({ config, log, database }: Pick<Ground, 'config' | 'log' | 'database'>) {
  const settings = ldapSettings(config);
  if (!settings || config.LDAP_SYNC_MINUTES === 0) return null;
  const ports = {
    db: database.db,
    read: () => readPeople(settings),
    onResult(result: SyncResult) {
      if (result.kind === 'done') log.info({}, `directory sync: ${result.line}`);
      if (result.kind === 'refused') log.warn({}, `directory sync: refused, ${result.line}`);
    },
    onError: (cause: unknown) => log.warn({ err: cause }, 'directory sync: failed, is tried again'),
  };
  return startSyncing(ports, config.LDAP_SYNC_MINUTES);
}

/** One sync at the wish of an operator; null where no server is named. */
export function ldapSyncOf({ config, database: { db } }: Pick<Ground, 'config' | 'database'>) {
  const settings = ldapSettings(config);
  return settings === null
    ? null
    : ({ dryRun }: Readonly<{ dryRun: boolean }>): Promise<SyncResult> =>
        syncDirectory(db, () => readPeople(settings), { dryRun, force: false, olderThanMs: 0 });
}
