// How fast 1, 2 and 4 workers file what one listener has taken: `node bench/workers.ts [--mails 300] [--queue redis]`.
// Each is a process with a home and, as root, a network namespace of its own; the mails wait in the spool before the
// first worker starts.
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { migrateDatabase } from '../src/db/database.ts';
import { useEmbeddedPostgres } from '../src/db/embedded.ts';
import { ask, postmasterPid } from '../test/support/embedded.ts';
import { startRedis } from '../test/support/redis.ts';
import { sendPlain } from '../test/support/smtp-client.ts';
import { cpuMsOf } from './cpu.ts';
import { startHost } from './torture/hosts.ts';
import { makeNetwork } from './torture/network.ts';
import { addPeople } from './torture/people.ts';

const { values } = parseArgs({ options: { mails: { type: 'string', default: '300' }, queue: { type: 'string' } } });
const mails = Number(values.mails);

const sumOf = (ms: Record<string, number>): number => Object.values(ms).reduce((sum, each) => sum + each, 0);

/** Which every network namespace reaches. */
function bySocket(url: string, data: string): string {
  const place = new URL(url);
  place.hostname = 'localhost';
  place.search = `?host=${encodeURIComponent(data)}`;
  return place.href;
}

async function measured(workers: number): Promise<{ rate: number; cpuMs: number }> {
  const folder = await mkdtemp('/var/tmp/postern-workers-');
  const postgres = await useEmbeddedPostgres(join(folder, 'postgres'));
  await migrateDatabase(postgres.url);
  await addPeople(postgres.url, []);
  const network = makeNetwork();
  const redis = values.queue === 'redis' ? await startRedis([], network?.address) : null;
  const env = {
    DATABASE_URL: bySocket(postgres.url, join(folder, 'postgres', 'data')),
    STORE_URL: `file:${join(folder, 'store')}`,
    SPOOL_URL: `file:${join(folder, 'spool')}`,
    SECRET: 'a secret that all hosts know',
    SUPPORT_ADDRESS: 'support@mx.test',
    SMTP_PORT: '0',
    LOG_LEVEL: 'warn',
    ...(redis ? { REDIS_URL: redis.url } : {}),
  };
  const listener = await startHost({ name: 'listener', roles: 'smtp', env, folder });
  for (let at = 0; at < mails; at++) {
    const from = `author${at % 12}@load.test`;
    const reply = await sendPlain(listener.smtp()!.port, { from, id: `w${at}`, subject: `Waits ${at}` });
    if (!reply.startsWith('250')) throw new Error(reply);
  }
  const hosts = await Promise.all(
    Array.from({ length: workers }, (_, at) =>
      startHost({ name: `worker${at + 1}`, roles: 'worker', env, folder, link: network?.addLink() ?? null }),
    ),
  );
  const filed = () => ask<string>(postgres.url, 'select count(*) from tickets').then(Number);
  // From the first ticket on: how long a process takes to start is another figure.
  let first = await filed();
  while (first === 0) {
    await sleep(20);
    first = await filed();
  }
  const roots = [...hosts.map(host => host.pid()!), postmasterPid(join(folder, 'postgres'))!];
  const [since, cpuBefore] = [performance.now(), cpuMsOf(roots)];
  let now = first;
  while (now < mails) {
    await sleep(50);
    now = await filed();
  }
  const rate = ((mails - first) * 1_000) / (performance.now() - since);
  const cpuMs = (sumOf(cpuMsOf(roots)) - sumOf(cpuBefore)) / (mails - first);
  for (const host of [listener, ...hosts]) await host.stop();
  await redis?.remove();
  network?.remove();
  await postgres.release();
  await rm(folder, { recursive: true, force: true });
  return { rate, cpuMs };
}

console.log(`${mails} mails wait, queue on ${values.queue ?? 'postgres'}, ${availableParallelism()} cores`);
for (const workers of [1, 2, 4]) {
  const { rate, cpuMs } = await measured(workers);
  console.log(
    `${workers} workers: ${rate.toFixed(1)} tickets a second, ${cpuMs.toFixed(1)} CPU ms a ticket, so 20,000 in ${Math.round(20_000 / rate / 60)} min`,
  );
}
