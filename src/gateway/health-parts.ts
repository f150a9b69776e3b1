// The parts and figures that several roles share.
import { X509Certificate } from 'node:crypto';
import { readFile, statfs } from 'node:fs/promises';
import { pingDatabase } from '../db/ping.ts';
import type { Part } from '../http/readiness.ts';
import { timeOfId } from '../mail/new-id.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { outboxBacklog } from '../outbox/backlog.ts';
import { mailBacklogs } from '../tickets/views/backlog.ts';
import type { Ground } from './ground.ts';

/** Mail that waits for longer shows that no worker files, whatever else looks well. */
const unfiledForMs = 60_000;
const lookedAt = 20;

/** A listener alone is ready without the database: it goes on taking mail. */
export function showHealth(ground: Ground, roles: readonly string[]): void {
  const { health } = ground;
  addSharedFigures(health.metrics, ground);
  addLocalFigures(health.metrics, ground);
  if (roles.some(role => role !== 'smtp')) health.add(databasePart(ground), unfiledPart(ground));
  if (roles.includes('worker')) health.add(queuePart(ground));
}

const databasePart = ({ database }: Pick<Ground, 'database'>): Part => ({
  name: 'database',
  check: async () => ((await pingDatabase(database.db)) === 'ready' ? null : 'it takes no writes: a standby'),
});

const queuePart = ({ queues }: Pick<Ground, 'queues'>): Part => ({
  name: 'queue',
  async check() {
    await queues.counts('ingest');
    return null;
  },
});

/** The oldest mail that is not filed, in the spool of this process or in the database. */
const unfiledPart = ({ spool, database }: Pick<Ground, 'spool' | 'database'>): Part => ({
  name: 'filing',
  async check() {
    const id = await oldestThere(spool, await spool.leftovers(unfiledForMs));
    const { pending } = await mailBacklogs(database.db);
    const since = Math.min(id ? (timeOfId(id) ?? Date.now()) : Date.now(), pending.oldest?.getTime() ?? Date.now());
    const seconds = Math.round((Date.now() - since) / 1_000);
    return seconds * 1_000 > unfiledForMs ? `the oldest mail that is not filed waits for ${seconds} s` : null;
  },
});

/** A bucket that lost its connection for a moment may go on listing what it has not any more. */
async function oldestThere(spool: Ground['spool'], ids: readonly string[]): Promise<string | undefined> {
  for (const id of ids.slice(0, lookedAt)) if ((await spool.read(id).catch(() => id)) !== null) return id;
}

const ageOf = (since: Date | null): number => (since ? Math.max(0, (Date.now() - since.getTime()) / 1_000) : 0);

/** One look for all figures of a scrape, which ask at the same time. */
function shared<T>(look: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | null = null;
  return () => {
    running ??= look().finally(() => {
      running = null;
    });
    return running;
  };
}

/** Figures of what is shared by all processes: each shows the same. */
function addSharedFigures(metrics: Metrics, { database, queues }: Pick<Ground, 'database' | 'queues'>): void {
  const mails = shared(() => mailBacklogs(database.db));
  const out = shared(() => outboxBacklog(database.db));
  metrics.gauge(
    'mails',
    'Mails that are not filed yet (pending), wait for a decision (held), or could not be filed (failed).',
    async () => Object.entries(await mails()).map(([state, { count }]) => ({ labels: { state }, value: count })),
    ['state'],
  );
  metrics.gauge(
    'mails_oldest_seconds',
    'Age of the oldest mail in each of these states.',
    async () =>
      Object.entries(await mails()).map(([state, { oldest }]) => ({ labels: { state }, value: ageOf(oldest) })),
    ['state'],
  );
  metrics.gauge(
    'outbox',
    'Outgoing mail that waits, is due of these, or was given up.',
    async () => {
      const { waiting, due, failed } = await out();
      return Object.entries({ waiting, due, failed }).map(([state, value]) => ({ labels: { state }, value }));
    },
    ['state'],
  );
  metrics.gauge('outbox_oldest_due_seconds', 'How long the oldest mail that is due has been due.', async () => [
    { value: ageOf((await out()).oldestDue) },
  ]);
  metrics.gauge(
    'queue_jobs',
    'Jobs by queue and state.',
    async () =>
      Object.entries(await queues.counts('ingest')).map(([state, value]) => ({
        labels: { queue: 'ingest', state },
        value,
      })),
    ['queue', 'state'],
  );
}

/** Figures of this machine. */
function addLocalFigures(metrics: Metrics, { spool, config }: Pick<Ground, 'spool' | 'config'>): void {
  const unfiled = shared(async () => spool.leftovers(0));
  metrics.gauge('spool_mails', 'Mails in the spool of this process.', async () => [
    { value: (await unfiled()).length },
  ]);
  const { bytes } = spool;
  if (bytes)
    metrics.gauge('spool_bytes', 'Bytes in the spool of this process, where it is a folder.', async () => [
      { value: await bytes() },
    ]);
  metrics.gauge('spool_oldest_seconds', 'Age of the oldest mail in the spool.', async () => {
    const since = timeOfId((await unfiled())[0] ?? '');
    return [{ value: since === null ? 0 : ageOf(new Date(since)) }];
  });
  const { SMTP_TLS_CERT: certificate } = config;
  if (certificate)
    metrics.gauge('certificate_seconds_left', 'How long the certificate for STARTTLS lasts.', async () => {
      const { validToDate } = new X509Certificate(await readFile(certificate));
      return [{ value: (validToDate.getTime() - Date.now()) / 1_000 }];
    });
  metrics.gauge(
    'disk_free_ratio',
    'Free share of space and of inodes where POSTERN_HOME lies.',
    async () => {
      const { bavail, blocks, ffree, files } = await statfs(config.POSTERN_HOME);
      const inodes = files > 0 ? ffree / files : 1;
      return [
        { labels: { of: 'space' }, value: bavail / blocks },
        { labels: { of: 'inodes' }, value: inodes },
      ];
    },
    ['of'],
  );
}
