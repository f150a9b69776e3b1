// Everything that a run needs: servers, gateways and the relay, and how all of it is taken down again.
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { migrateDatabase } from '../../src/db/database.ts';
import { useEmbeddedPostgres } from '../../src/db/embedded.ts';
import { killServer } from '../../test/support/embedded.ts';
import { startRedis } from '../../test/support/redis.ts';
import { startRedisCluster } from '../../test/support/redis-cluster.ts';
import { startS3 } from '../../test/support/s3/s3.ts';
import { startTcpProxy } from '../../test/support/tcp-proxy.ts';
import { mountDisk } from './disk.ts';
import type { Parts } from './faults.ts';
import { type Host, startHost } from './hosts.ts';
import { makeNetwork } from './network.ts';
import { addPeople } from './people.ts';
import { startRelay } from './relay.ts';
import { olderVersion } from './versions.ts';

export type Mode = Readonly<{ seed: number; queue: string; store: string; hosts: string }>;
export type Rig = Readonly<{
  folder: string;
  parts: Parts;
  places: Readonly<{ databaseUrl: string; storeUrl: string; spoolUrl: string; agents: readonly string[] }>;
  /** Ends everything in order; the exit statuses of the gateways. */
  stop(): Promise<(number | null)[]>;
  /** Ends everything at once, for a run that is broken off. */
  kill(): Promise<void>;
}>;

const agents = ['agent@load.test'];
const current = fileURLToPath(new URL('../../src/start.js', import.meta.url));

export async function startRig({ seed, queue, store, hosts: wanted }: Mode): Promise<Rig> {
  // Not in /tmp, which may be memory: what is synced must be on a disk.
  const folder = mkdtempSync('/var/tmp/postern-torture-');
  const dir = join(folder, 'postgres');
  const postgres = await useEmbeddedPostgres(dir);
  await migrateDatabase(postgres.url);
  await addPeople(postgres.url, agents);
  const network = makeNetwork();
  const address = network?.address ?? '127.0.0.1';
  const redis = await startQueue(queue, address);
  const s3 = store === 's3' ? await startS3(address) : null;
  const relay = await startRelay(address, seed + 1, join(folder, 'handed'));
  const disk = s3 ? null : mountDisk(join(folder, 'disk'));
  const older = olderVersion(join(folder, 'older'));
  const files = disk?.folder ?? folder;
  const storeUrl = s3 ? await s3.bucket('postern') : `file:${join(files, 'store')}`;
  const spoolUrl = s3 ? storeUrl : `file:${join(files, 'spool')}`;
  const own = new URL(postgres.url);
  const proxy = network ? await startTcpProxy('127.0.0.1', Number(own.port), address) : null;
  const env = {
    DATABASE_URL: proxy ? throughProxy(own, `${address}:${proxy.port}`) : postgres.url,
    STORE_URL: storeUrl,
    SPOOL_URL: spoolUrl,
    SECRET: 'a secret that all hosts know',
    SUPPORT_ADDRESS: 'support@mx.test',
    RELAY_URL: relay.url,
    TRUSTED_RELAYS: `127.0.0.0/8,${address}`,
    SMTP_PORT: '0',
    HTTP_PORT: '0',
    LOG_LEVEL: 'info',
    ...(redis ? { REDIS_URL: redis.url } : {}),
  };
  const roles = wanted === '3' ? ['smtp', 'worker', 'worker'] : ['smtp,worker,http'];
  const hosts: Host[] = [];
  for (const [at, role] of roles.entries()) {
    const link = network?.addLink() ?? null;
    hosts.push(await startHost({ name: `host${at + 1}`, roles: role, env, folder, link }));
  }
  const versions = [current, ...(older ? [older] : [])];
  const parts = { hosts, postgres: { dir, url: postgres.url }, redis, s3, relay, disk, versions };
  const clear = () => {
    proxy?.close();
    network?.remove();
    disk?.remove();
  };
  return {
    folder,
    parts,
    places: { databaseUrl: postgres.url, storeUrl, spoolUrl, agents },
    async stop() {
      const statuses = await Promise.all(hosts.map(host => host.stop()));
      await Promise.all([relay.kill(), redis?.remove(), s3?.remove()]);
      await postgres.release();
      clear();
      return statuses;
    },
    async kill() {
      for (const host of hosts) void host.stop();
      await sleep(300);
      for (const host of hosts) host.signal('SIGKILL');
      await Promise.all([relay.kill(), redis?.remove(), s3?.kill('SIGTERM'), killServer(dir)]);
      clear();
    },
  };
}

/** The server may have been reached by its socket, which a query names. */
function throughProxy(url: URL, host: string): string {
  const other = new URL(url);
  other.host = host;
  other.search = '';
  return other.href;
}

function startQueue(kind: string, address: string) {
  if (kind === 'redis') return startRedis([], address);
  return kind === 'cluster' ? startRedisCluster(address) : null;
}
