// What is done to the running system, by kind. Each resolves when the fault is over.
import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { ask, killServer, postmasterPid, signalServer } from '../../test/support/embedded.ts';
import type { TestRedis } from '../../test/support/redis.ts';
import type { TestS3 } from '../../test/support/s3/s3.ts';
import type { Disk } from './disk.ts';
import { failPoints } from './fail-points.ts';
import { canFakeClock, type Host } from './hosts.ts';
import type { Random } from './random.ts';
import type { Relay } from './relay.ts';

/** What stands; null where the mode has no such part. */
export type Parts = Readonly<{
  hosts: readonly Host[];
  postgres: Readonly<{ dir: string; url: string }>;
  redis: TestRedis | null;
  s3: TestS3 | null;
  relay: Relay;
  disk: Disk | null;
}>;
/** `play` resolves with false where it did not come to that. */
export type Fault = Readonly<{
  name: string;
  isKill: boolean;
  play(parts: Parts, random: Random): Promise<unknown>;
}>;

const pause = (random: Random) => sleep(500 + random.below(2_500));

async function backends(dir: string): Promise<number[]> {
  const postmaster = postmasterPid(dir);
  const found: number[] = [];
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = await readFile(`/proc/${name}/stat`, 'latin1').catch(() => '');
    const command = await readFile(`/proc/${name}/cmdline`, 'latin1').catch(() => '');
    const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
    if (parent === postmaster && /postern.*postern/.test(command)) found.push(Number(name));
  }
  return found;
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It is gone already.
  }
}

const common: Fault[] = [
  {
    name: 'SIGKILL of a gateway',
    isKill: true,
    async play({ hosts }, random) {
      random.oneOf(hosts).signal('SIGKILL');
    },
  },
  {
    name: 'SIGSTOP of a gateway',
    isKill: false,
    async play({ hosts }, random) {
      const host = random.oneOf(hosts);
      host.signal('SIGSTOP');
      await pause(random);
      host.signal('SIGCONT');
    },
  },
  {
    name: 'SIGKILL of a backend',
    isKill: true,
    async play({ postgres }, random) {
      const pids = await backends(postgres.dir);
      if (pids.length > 0) signal(random.oneOf(pids), 'SIGKILL');
    },
  },
  {
    name: 'SIGSTOP of PostgreSQL',
    isKill: false,
    async play({ postgres }, random) {
      if (postmasterPid(postgres.dir) === null) return;
      await signalServer(postgres.dir, 'SIGSTOP').catch(() => {});
      await pause(random);
      await signalServer(postgres.dir, 'SIGCONT').catch(() => {});
    },
  },
  { name: 'SIGKILL of the postmaster', isKill: true, play: ({ postgres }) => killServer(postgres.dir) },
  { name: 'relay away', isKill: false, play: ({ relay }, random) => relay.goAway(500 + random.below(2_000)) },
];

const atPoints: Fault[] = failPoints.map(point => ({
  name: `SIGKILL ${point}`,
  isKill: true,
  // In one process or in several: each point lies in some of them.
  play: async ({ hosts }) => (await Promise.all(hosts.map(host => host.failAt(point, 3_000)))).includes(true),
}));

const ofClock: Fault[] = [3_600, -3_600].map(seconds => ({
  name: `clock moved ${seconds > 0 ? 'ahead' : 'back'} an hour`,
  isKill: false,
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
    play: ({ postgres }) =>
      told(
        postgres.url,
        `select 'truncate bullmq.' || quote_ident(tablename) || ' cascade' from pg_tables where schemaname = 'bullmq' and tablename like '%job%' limit 1`,
      ),
  },
  {
    name: 'DROP of the queue',
    isKill: false,
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
    async play({ redis }, random) {
      await redis!.kill();
      await pause(random);
      await redis!.start();
    },
  },
  {
    name: 'SIGSTOP of Redis',
    isKill: false,
    async play({ redis }, random) {
      redis!.signal('SIGSTOP');
      await pause(random);
      redis!.signal('SIGCONT');
    },
  },
  { name: 'FLUSHALL', isKill: false, play: ({ redis }) => redis!.flush() },
];

const ofS3: Fault[] = [
  {
    name: 'SIGKILL of S3',
    isKill: true,
    async play({ s3 }, random) {
      await s3!.kill();
      await pause(random);
      await s3!.start();
    },
  },
];

export const faultsFor = ({ redis, s3, disk }: Pick<Parts, 'redis' | 's3' | 'disk'>): Fault[] => [
  ...common,
  ...atPoints,
  ...(canFakeClock ? ofClock : []),
  ...(disk ? ofDisk : []),
  ...(redis ? ofRedis : ofPostgresQueue),
  ...(s3 ? ofS3 : []),
];
