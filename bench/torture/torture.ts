// Load, faults by seed, and after each round a reconciliation of every 250. `npm run torture -- --help` says how.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { migrateDatabase } from '../../src/db/database.ts';
import { useEmbeddedPostgres } from '../../src/db/embedded.ts';
import { killServer } from '../../test/support/embedded.ts';
import { startRedis } from '../../test/support/redis.ts';
import { startRedisCluster } from '../../test/support/redis-cluster.ts';
import { startS3 } from '../../test/support/s3/s3.ts';
import { mountDisk } from './disk.ts';
import { faultsFor, type Parts } from './faults.ts';
import { canFakeClock, type Host, startHost } from './hosts.ts';
import { addPeople } from './people.ts';
import { randomFrom } from './random.ts';
import { type Found, reconcile } from './reconcile.ts';
import { startRelay } from './relay.ts';
import { startCrowd } from './sender.ts';
import { printTable, type Round } from './table.ts';

const help = `npm run torture -- [--minutes 1] [--seed N] [--queue postgres|redis|cluster] [--store file|s3] [--hosts 1|3]
  --hosts 3: a listener and two workers, each with a home of its own
  --round-seconds N: how long the load and the faults of one round last (10)
  --clients N: how many send at once (4)
  --fault TEXT: only faults whose name has it, such as 'DROP'
  --keep: the logs of the gateways stay
Ends with 1, and the command that repeats it, where a mail was lost, doubled or stuck.`;

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '1' },
    seed: { type: 'string' },
    queue: { type: 'string', default: 'postgres' },
    store: { type: 'string', default: 'file' },
    hosts: { type: 'string', default: '1' },
    'round-seconds': { type: 'string', default: '10' },
    clients: { type: 'string', default: '4' },
    fault: { type: 'string', default: '' },
    keep: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(help);
  process.exit(0);
}
const seed = Number(values.seed ?? Math.floor(Math.random() * 1e9));
const command = `npm run torture -- --minutes ${values.minutes} --seed ${seed} --queue ${values.queue} --store ${values.store} --hosts ${values.hosts} --round-seconds ${values['round-seconds']} --clients ${values.clients}${values.fault ? ` --fault '${values.fault}'` : ''}`;
const random = randomFrom(seed);
// Not in /tmp, which may be memory: what is synced must be on a disk.
const folder = mkdtempSync('/var/tmp/postern-torture-');
const agents = ['agent@load.test'];

const postgres = await useEmbeddedPostgres(join(folder, 'postgres'));
await migrateDatabase(postgres.url);
await addPeople(postgres.url, agents);
const redis = await startQueue(values.queue);
const s3 = values.store === 's3' ? await startS3() : null;
const relay = await startRelay(randomFrom(seed + 1));
const disk = s3 ? null : mountDisk(join(folder, 'disk'));
const files = disk?.folder ?? folder;
const storeUrl = s3 ? await s3.bucket('postern') : `file:${join(files, 'store')}`;
const spoolUrl = s3 ? storeUrl : `file:${join(files, 'spool')}`;
const env = {
  DATABASE_URL: postgres.url,
  STORE_URL: storeUrl,
  SPOOL_URL: spoolUrl,
  SECRET: 'a secret that all hosts know',
  SUPPORT_ADDRESS: 'support@mx.test',
  RELAY_URL: relay.url,
  SMTP_PORT: '0',
  HTTP_PORT: '0',
  LOG_LEVEL: 'info',
  ...(redis ? { REDIS_URL: redis.url } : {}),
};
const roles = values.hosts === '3' ? ['smtp', 'worker', 'worker'] : ['smtp,worker,http'];
const hosts: Host[] = [];
for (const [at, role] of roles.entries()) hosts.push(await startHost(`host${at + 1}`, role, env, folder));
const parts: Parts = { hosts, postgres: { dir: join(folder, 'postgres'), url: postgres.url }, redis, s3, relay, disk };
const faults = faultsFor(parts).filter(({ name }) => name.includes(values.fault));
if (canFakeClock === false) console.log('LEFT OUT: the moved clock. Install faketime to play it.');
// Nothing is left behind.
for (const name of ['SIGTERM', 'SIGINT'] as const) {
  process.once(name, async () => {
    for (const host of hosts) void host.stop();
    await sleep(300);
    for (const host of hosts) host.signal('SIGKILL');
    await Promise.all([redis?.remove(), s3?.kill('SIGTERM'), killServer(parts.postgres.dir)]);
    disk?.remove();
    process.exit(1);
  });
}
const rounds: Round[] = [];
const brokenAt: number[] = [];

console.log(
  `torture: seed ${seed}, queue ${values.queue}, store ${values.store}, hosts ${values.hosts}; logs in ${folder}`,
);
const until = Date.now() + Number(values.minutes) * 60_000;
do rounds.push(await playRound(rounds.length + 1));
while (Date.now() < until);
const usage = hosts.map(host => ({ name: host.name, endedByItself: host.endedByItself(), ...host.usage() }));
const statuses = await Promise.all(hosts.map(host => host.stop()));
await relay.stop();
await redis?.remove();
await s3?.remove();
await postgres.release();
disk?.remove();
const failed = printTable(rounds, usage) || statuses.some(status => status !== 0);
writeFileSync('torture.json', `${JSON.stringify({ command, seed, rounds, usage, statuses }, null, 2)}\n`);
if (failed) console.log(`FAILED. The same again: ${command}\nLogs: ${folder}`);
else if (!values.keep) await rm(folder, { recursive: true, force: true });
process.exit(failed ? 1 : 0);

function startQueue(kind: string) {
  if (kind === 'redis') return startRedis();
  return kind === 'cluster' ? startRedisCluster() : null;
}

async function playRound(number: number): Promise<Round> {
  const from = relay.handed.length;
  const crowd = startCrowd(() => hosts[0]!.smtpPort(), random, `seed ${seed} round ${number}`, Number(values.clients));
  relay.misbehave(true);
  const played: Record<string, number> = {};
  const end = Date.now() + Number(values['round-seconds']) * 1_000;
  while (Date.now() < end) {
    await sleep(200 + random.below(1_200));
    const fault = random.oneOf(faults);
    brokenAt.push(Date.now());
    const came = await fault.play(parts, random);
    brokenAt.push(Date.now());
    if (came !== false) played[fault.name] = (played[fault.name] ?? 0) + 1;
  }
  relay.misbehave(false);
  await crowd.stop();
  const places = { databaseUrl: postgres.url, storeUrl, spoolUrl, agents };
  const found: Found = await reconcile(crowd.answers, () => relay.handed.slice(from), { places, brokenAt });
  const kills = faults.filter(({ isKill }) => isKill).reduce((sum, { name }) => sum + (played[name] ?? 0), 0);
  const { late, lost, doubled, altered, stuck, unentitled, mails, healMs, repeated } = found;
  console.log(
    `round ${number}: ${mails} mails, ${kills} kills, ${crowd.answers.putOff} put off, healed in ${healMs} ms, late ${late}, lost ${lost.length}, doubled ${doubled.length}, altered ${altered.length}, stuck ${stuck.length}, unentitled ${unentitled.length}, handed over twice after a lost answer ${repeated}`,
  );
  for (const line of [...lost, ...doubled, ...altered, ...stuck, ...unentitled, ...crowd.answers.refused].slice(0, 10))
    console.log(`  ${line}`);
  const rss = hosts.map(host => host.usage());
  return { number, played, kills, putOff: crowd.answers.putOff, refused: crowd.answers.refused, usage: rss, ...found };
}
