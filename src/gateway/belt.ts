// What the page of the belt shows: the parts of this process, what is shared by all, and the doctor's findings.
import { X509Certificate } from 'node:crypto';
import { readFile, statfs } from 'node:fs/promises';
import { pathOf } from '../config/load.ts';
import { pingDatabase } from '../db/ping.ts';
import { lastSync } from '../directory/ldap/sync.ts';
import { examineAll } from '../doctor/examine.ts';
import { endsSoon, greets } from '../doctor/probes.ts';
import type { Belt, BeltPart } from '../http/belt.ts';
import type { Readiness } from '../http/readiness.ts';
import { timeOfId } from '../mail/new-id.ts';
import { outboxBacklog } from '../outbox/backlog.ts';
import { mailBacklogs } from '../tickets/views/backlog.ts';
import type { Ground } from './ground.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
/** So long a page waits for the checks, of which some ask other servers. */
const pageWaitsMs = 2_000;
const findingsLastMs = minuteMs;

type Look = (ground: Ground, ready: Readiness) => Promise<readonly BeltPart[]>;

const isOld = (since: Date | null, ms: number): boolean => since !== null && Date.now() - since.getTime() > ms;
const stateIf = (ok: boolean): BeltPart['state'] => (ok ? 'ok' : 'bad');

/** Of this process, where it listens; else whether one greets where the settings say. */
const listener: Look = async ({ config: { SMTP_HOST, SMTP_PORT } }, { parts }) => {
  const own = parts.listener;
  const says = SMTP_PORT === 0 ? '' : `${SMTP_HOST}:${SMTP_PORT}`;
  if (own) return [{ name: 'listener', state: stateIf(own.ok), says: own.finding ?? says }];
  if (SMTP_PORT === 0) return [{ name: 'listener', state: 'unknown' }];
  return [{ name: 'listener', state: stateIf(await greets(SMTP_HOST, SMTP_PORT)), says }];
};

const limits: Look = async (_ground, { parts: { limits: own } }) => [
  own ? { name: 'limits', state: stateIf(own.ok), says: own.finding ?? '' } : { name: 'limits', state: 'unknown' },
];

const spool: Look = async ({ spool: spooled }) => {
  const ids = await spooled.leftovers(0);
  const since = timeOfId(ids[0] ?? '');
  const at = since === null ? null : new Date(since);
  return [{ name: 'spool', state: stateIf(!isOld(at, minuteMs)), count: ids.length, at }];
};

const queue: Look = async ({ queues }) => {
  const { waiting, active } = await queues.counts('ingest');
  return [{ name: 'queue', state: 'ok', count: waiting + active, says: `${waiting} waiting, ${active} active` }];
};

const mails: Look = async ({ database: { db } }) => {
  const { pending, held, failed } = await mailBacklogs(db);
  const part = (name: 'pending' | 'held' | 'failed', of: typeof pending, ok: boolean): BeltPart => ({
    ...{ name, state: stateIf(ok), count: of.count, at: of.oldest },
  });
  return [
    part('pending', pending, !isOld(pending.oldest, minuteMs)),
    part('held', held, !isOld(held.oldest, dayMs)),
    part('failed', failed, failed.count === 0),
  ];
};

const outbox: Look = async ({ database: { db } }) => {
  const { waiting, due, oldestDue, failed } = await outboxBacklog(db);
  const ok = !isOld(oldestDue, 5 * minuteMs);
  return [
    { name: 'outbox', state: stateIf(ok), count: waiting, at: oldestDue, says: `${due} due` },
    { name: 'givenUp', state: stateIf(failed === 0), count: failed },
  ];
};

const relay: Look = async ({ health }) => {
  const state = health.relay.state?.() ?? null;
  return [{ name: 'relay', state: state === null ? 'unknown' : stateIf(state === 'open'), says: state ?? '' }];
};

const sync: Look = async ({ config: { LDAP_URL, LDAP_SYNC_MINUTES }, database: { db } }) => {
  if (LDAP_URL === undefined) return [];
  const last = await lastSync(db);
  const late = LDAP_SYNC_MINUTES > 0 && isOld(last?.triedAt ?? null, 3 * LDAP_SYNC_MINUTES * minuteMs);
  const ok = last !== null && !late && !last.outcome.startsWith('nothing was changed');
  return [{ name: 'sync', state: stateIf(ok), at: last?.triedAt ?? null, says: last?.outcome ?? '' }];
};

const certificate: Look = async ({ config: { SMTP_TLS_CERT } }) => {
  if (SMTP_TLS_CERT === undefined) return [{ name: 'certificate', state: 'ok' }];
  const found = new X509Certificate(await readFile(SMTP_TLS_CERT));
  return [{ name: 'certificate', state: stateIf(!endsSoon(found)), at: found.validToDate }];
};

const disk: Look = async ({ config: { POSTERN_HOME, SPOOL_URL, STORE_URL, MIN_FREE_BYTES } }) => {
  const folders = [POSTERN_HOME, ...[SPOOL_URL, STORE_URL].filter(url => url.startsWith('file:')).map(pathOf)];
  const found = await Promise.all(
    [...new Set(folders)].map(async folder => ({ folder, on: await statfs(folder).catch(() => null) })),
  );
  const free = found.flatMap(({ folder, on }) => (on ? [{ folder, bytes: on.bavail * on.bsize }] : []));
  const says = free.map(({ folder, bytes }) => `${(bytes / 1e9).toFixed(1)} GB: ${folder}`).join('; ');
  return [{ name: 'disk', state: stateIf(free.every(({ bytes }) => bytes > MIN_FREE_BYTES)), says }];
};

const database: Look = async ({ database: { db } }) => {
  const since = performance.now();
  const ok = (await pingDatabase(db)) === 'ready';
  return [{ name: 'database', state: stateIf(ok), says: `${Math.round(performance.now() - since)} ms` }];
};

/** In the order in which a mail passes them; each with what it shows where it cannot be looked at. */
const looks: readonly (readonly [BeltPart['name'], Look])[] = [
  ['listener', listener],
  ['limits', limits],
  ['spool', spool],
  ['queue', queue],
  ['pending', mails],
  ['outbox', outbox],
  ['relay', relay],
  ['sync', sync],
  ['certificate', certificate],
  ['disk', disk],
  ['database', database],
];

export function beltOf(ground: Ground): Belt {
  const findings = kept(async () => {
    const asked = Promise.resolve({ db: ground.database.db, url: ground.databaseUrl });
    return { at: new Date(), all: await examineAll(ground.config, asked) };
  });
  return {
    async parts() {
      const ready = await ground.health.readiness();
      const found = looks.map(([name, look]) => look(ground, ready).catch(() => [{ name, state: 'bad' } as const]));
      return (await Promise.all(found)).flat();
    },
    findings: () => Promise.race([findings(), new Promise<null>(late => setTimeout(late, pageWaitsMs, null).unref())]),
  };
}

/** One run for all who ask, and its result for a minute. */
function kept<T>(work: () => Promise<T>): () => Promise<T> {
  let last: { at: number; result: Promise<T> } | null = null;
  return () => {
    if (last && Date.now() - last.at < findingsLastMs) return last.result;
    const result = work();
    const mine = { at: Date.now(), result };
    last = mine;
    result.then(
      () => {
        mine.at = Date.now();
      },
      () => {
        last = null;
      },
    );
    return result;
  };
}
