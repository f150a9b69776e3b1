// Keeps the directory like an LDAP server's, where one is named.
import { readPeople } from '../directory/ldap/people.ts';
import { startSyncing } from '../directory/ldap/schedule.ts';
import { ldapSettings } from '../directory/ldap/settings.ts';
import type { SyncResult } from '../directory/ldap/sync.ts';
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
