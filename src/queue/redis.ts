import { Cluster, Redis } from 'ioredis';
import { type RedisPlace, toRedisPlace } from '../config/redis-url.ts';

export type RedisConnection = Redis | Cluster;
type Options = Readonly<{ maxRetriesPerRequest: number | null; enableOfflineQueue?: boolean; lazyConnect?: boolean }>;

/** Where the queue's keys have to share one slot, their common part stands in braces. */
export const prefixFor = (url: string, prefix: string): string =>
  placeOf(url).kind === 'cluster' ? `{${prefix}}` : prefix;

/** A server, the master that sentinels name, or a cluster. Connects by itself, and again after each loss. */
export function openRedis(url: string, options: Options): RedisConnection {
  const place = placeOf(url);
  const { kind, hosts, tls, username, password, db, master, sentinelPassword } = place;
  const login = {
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...(tls ? { tls: {} } : {}),
  };
  if (kind === 'cluster') {
    const { lazyConnect = false, ...redisOptions } = options;
    return new Cluster([...hosts], {
      lazyConnect,
      redisOptions: { ...redisOptions, ...login },
      // Certificates name hosts, and not the addresses that the cluster tells.
      ...(tls ? { dnsLookup: (address, done) => done(null, address) } : {}),
      clusterRetryStrategy: () => 500,
      slotsRefreshTimeout: 3_000,
    });
  }
  if (kind === 'sentinel') {
    return new Redis({
      ...options,
      ...login,
      sentinels: [...hosts],
      name: master!,
      db,
      sentinelRetryStrategy: () => 500,
      ...(tls ? { enableTLSForSentinelMode: true, sentinelTLS: {} } : {}),
      ...(sentinelPassword ? { sentinelPassword } : {}),
    });
  }
  return new Redis({ ...options, ...login, ...hosts[0]!, db });
}

function placeOf(url: string): RedisPlace {
  const place = toRedisPlace(url);
  if (typeof place === 'string') throw new Error(`REDIS_URL: ${place}`);
  return place;
}
