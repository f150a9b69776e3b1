// What is done to the running system, by kind. Each resolves when the fault is over.
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { ask, killServer, postmasterPid } from '../../test/support/embedded.ts';
import type { TestRedis } from '../../test/support/redis.ts';
import type { TestS3 } from '../../test/support/s3/s3.ts';
import type { Disk } from './disk.ts';
import { failPoints } from './fail-points.ts';
import { canFakeClock, type Host } from './hosts.ts';
import { backends, family, hold, pause, signal } from './processes.ts';
import type { Random } from './random.ts';
import type { Relay } from './relay.ts';
import { wire } from './sender.ts';

/** What stands; null where the mode has no such part. */
export type Parts = Readonly<{
  hosts: readonly Host[];
  postgres: Readonly<{ dir: string; url: string }>;
  redis: TestRedis | null;
  s3: TestS3 | null;
  relay: Relay;
  disk: Disk | null;
  /** Paths of `start.js`: of this release, and of the one before the newest migration. */
  versions: readonly string[];
}>;
/** `play` resolves with false where it did not come to that. */
export type Fault = Readonly<{
  name: string;
  isKill: boolean;
  /** What of it breaks. Two faults of one server are not played at the same time. */
  of: 'gateway' | 'network' | 'clock' | 'disk' | 'queue' | 'postgres' | 'redis' | 's3' | 'relay';
  /** For what the gateways do, for some seconds. */
  waits?: true;
  play(parts: Parts, random: Random): Promise<unknown>;
}>;
/** Those that may keep the relay's answer from the gateway, or from the database. */
export const hidesAnswers = ({ of }: Fault): boolean => !['disk', 'queue', 'redis', 's3'].includes(of);

const common: Fault[] = [
  {
    name: 'SIGKILL of a gateway',
    isKill: true,
    of: 'gateway',
    play: async ({ hosts }, random) => random.oneOf(hosts).signal('SIGKILL'),
  },
  {
    name: 'SIGSTOP of a gateway',
    isKill: false,
    of: 'gateway',
    play: ({ hosts }, random) => {
      const pid = random.oneOf(hosts).pid();
      return hold(pid === null ? [] : [pid], random);
    },
  },
  {
    name: 'SIGKILL of a backend',
    isKill: true,
    of: 'postgres',
    async play({ postgres }, random) {
      const pids = await backends(postgres.dir);
      if (pids.length === 0) return false;
      signal(random.oneOf(pids), 'SIGKILL');
    },
  },
  {
    name: 'SIGSTOP of the backends',
    isKill: false,
    of: 'postgres',
    play: async ({ postgres }, random) => hold(await backends(postgres.dir), random),
  },
  {
    name: 'SIGSTOP of PostgreSQL',
    isKill: false,
    of: 'postgres',
    async play({ postgres }, random) {
      const postmaster = postmasterPid(postgres.dir);
      const children = await family(postmaster);
      return hold(postmaster === null ? [] : [postmaster, ...children.map(({ pid }) => pid)], random);
    },
  },
  {
    name: 'SIGKILL of the postmaster',
    isKill: true,
    of: 'postgres',
    async play({ postgres }) {
      if (postmasterPid(postgres.dir) === null) return false;
      await killServer(postgres.dir);
    },
  },
  {
    name: 'SIGKILL of the relay',
    isKill: true,
    of: 'relay',
    async play({ relay }, random) {
      await relay.kill();
      await pause(random);
      await relay.start();
    },
  },
  {
    name: 'SIGSTOP of the relay',
    isKill: false,
    of: 'relay',
    async play({ relay }, random) {
      relay.signal('SIGSTOP');
      await pause(random);
      relay.signal('SIGCONT');
    },
  },
  {
    name: 'relay away',
    isKill: false,
    of: 'relay',
    play: ({ relay }, random) => relay.goAway(500 + random.below(2_000)),
  },
];

const ofVersions: Fault[] = [
  {
    name: 'restart with another version',
    isKill: false,
    of: 'gateway',
    play: async ({ hosts, versions }, random) => random.oneOf(hosts).restart(random.oneOf(versions)),
  },
];

const ofNetwork: Fault[] = [
  {
    name: 'network of a gateway cut',
    isKill: false,
    of: 'network',
    play: ({ hosts }, random) => cut(random.oneOf(hosts), random),
  },
  {
    name: 'network cut after the final dot',
    isKill: false,
    of: 'network',
    async play({ hosts }, random) {
      const dot = await once(wire, 'dot', { signal: AbortSignal.timeout(3_000) }).catch(() => null);
      if (!dot) return false;
      await cut(hosts[0]!, random);
    },
  },
];

async function cut({ link }: Host, random: Random): Promise<void> {
  link!.cut();
  await pause(random);
  link!.mend();
}

const atPoints: Fault[] = failPoints.map(point => ({
  name: `SIGKILL ${point}`,
  isKill: true,
  of: 'gateway',
  waits: true,
  // In one process or in several: each point lies in some of them.
  play: async ({ hosts }) => (await Promise.all(hosts.map(host => host.failAt(point, 4_000)))).includes(true),
}));

const ofClock: Fault[] = [3_600, -3_600].map(seconds => ({
  name: `clock moved ${seconds > 0 ? 'ahead' : 'back'} an hour`,
  isKill: false,
  of: 'clock',
  async play({ hosts }, random) {
    const host = random.oneOf(hosts);
    host.setClock(seconds);
    await sleep(1_000);
    await pause(random);
    host.setClock(0);
  },
}));

const ofDisk: Fault[] = [
  {
    name: 'disk full',
    isKill: false,
    of: 'disk',
    async play({ disk }, random) {
      await disk!.fill();
      await pause(random);
      await disk!.empty();
    },
  },
];

const ofPostgresQueue: Fault[] = [
  {
    name: 'TRUNCATE of the queue',
    isKill: false,
    of: 'queue',
    play: ({ postgres }) =>
      told(
        postgres.url,
        `select 'truncate bullmq.' || quote_ident(tablename) || ' cascade' from pg_tables where schemaname = 'bullmq' and tablename like '%job%' limit 1`,
      ),
  },
  {
    name: 'DROP of the queue',
    isKill: false,
    of: 'queue',
    play: ({ postgres }) =>
      ask(postgres.url, 'drop schema if exists bullmq cascade').then(
        () => {},
        () => {},
      ),
  },
];

/** Asks for a statement and says it; a database that is away right now is no failure of the rig. */
async function told(url: string, question: string): Promise<void> {
  try {
    const statement = await ask<string>(url, question);
    if (statement) await ask(url, statement);
  } catch {
    // Away.
  }
}

const ofRedis: Fault[] = [
  {
    name: 'SIGKILL of Redis',
    isKill: true,
    of: 'redis',
    async play({ redis }, random) {
      await redis!.kill();
      await pause(random);
      await redis!.start();
    },
  },
  {
    name: 'SIGSTOP of Redis',
    isKill: false,
    of: 'redis',
    async play({ redis }, random) {
      redis!.signal('SIGSTOP');
      await pause(random);
      redis!.signal('SIGCONT');
    },
  },
  { name: 'FLUSHALL', isKill: false, of: 'redis', play: ({ redis }) => redis!.flush() },
];

const ofS3: Fault[] = [
  {
    name: 'SIGKILL of S3',
    isKill: true,
    of: 's3',
    async play({ s3 }, random) {
      await s3!.kill();
      await pause(random);
      await s3!.start();
    },
  },
  {
    name: 'SIGSTOP of S3',
    isKill: false,
    of: 's3',
    async play({ s3 }, random) {
      const children = await family(s3!.pid());
      return hold([s3!.pid(), ...children.map(({ pid }) => pid)], random);
    },
  },
];

export const faultsFor = ({ hosts, redis, s3, disk, versions }: Parts): Fault[] => [
  ...common,
  ...atPoints,
  ...(hosts.every(({ link }) => link) ? ofNetwork : []),
  ...(versions.length > 1 ? ofVersions : []),
  ...(canFakeClock ? ofClock : []),
  ...(disk ? ofDisk : []),
  ...(redis ? ofRedis : ofPostgresQueue),
  ...(s3 ? ofS3 : []),
];
