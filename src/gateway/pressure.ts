// Measures, every few seconds, what may make the listener defer mail.
import { statfs } from 'node:fs/promises';
import { type Config, pathOf } from '../config/load.ts';
import { pingDatabase } from '../db/ping.ts';
import { type Measured, type Pressure, trackPressure } from '../intake/pressure.ts';
import { timeOfId } from '../mail/new-id.ts';
import type { Refusal } from '../mail/verdict.ts';
import type { Spool } from '../spool/spool.ts';
import type { Ground } from './ground.ts';

const everyMs = 2_000;
const minuteMs = 60_000;
/** Of the oldest mails in the spool; those that cannot be read are for a person and say nothing of the belt. */
const lookedAt = 20;

export type PressureGauge = Readonly<{ refusal(): Refusal | null; stop(): Promise<void> }>;

export async function startPressureGauge(ground: Ground): Promise<PressureGauge> {
  const { config, health, log } = ground;
  const track = trackPressure(limitsOf(config));
  const measure = measuring(ground);
  let holding: readonly Pressure[] = [];
  const look = async () => {
    const before = holding;
    const measured = await measure();
    holding = track(measured);
    const names = holding.map(({ of }) => of);
    if (names.join() === before.map(({ of }) => of).join()) return;
    if (names.length > 0) log.warn({ limits: names, ...measured }, 'limits: near, mail is deferred at MAIL FROM');
    else log.warn(measured, 'limits: far enough again, mail is taken');
  };
  await look();
  let running = Promise.resolve();
  const timer = setInterval(() => {
    running = running.then(look).catch(cause => log.warn({ err: cause }, 'limits: not measured'));
  }, everyMs);
  health.add({
    name: 'limits',
    check: async () => (holding.length > 0 ? `near: ${holding.map(({ of }) => of).join(', ')}` : null),
  });
  health.metrics.gauge('deferring', 'Whether mail is deferred at MAIL FROM because a limit is near.', async () => [
    { value: holding.length > 0 ? 1 : 0 },
  ]);
  return {
    refusal: () => holding[0]?.refusal ?? null,
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}

const limitsOf = (config: Config) => ({
  freeBytes: config.MIN_FREE_BYTES,
  freeInodesPercent: config.MIN_FREE_INODES_PERCENT,
  spoolMails: config.SPOOL_MAX_MAILS,
  spoolAgeMs: config.SPOOL_MAX_MINUTES * minuteMs,
  databaseAwayMs: config.DATABASE_AWAY_MINUTES * minuteMs,
});

function measuring({ config, database, spool }: Ground): () => Promise<Measured> {
  const { POSTERN_HOME, SPOOL_URL, STORE_URL } = config;
  const folders = [POSTERN_HOME, ...[SPOOL_URL, STORE_URL].filter(url => url.startsWith('file:')).map(pathOf)];
  let answeredAt = Date.now();
  return async () => {
    const answers = pingDatabase(database.db).then(
      () => {
        answeredAt = Date.now();
      },
      () => {},
    );
    const [disk, mails] = await Promise.all([diskOf(folders), spooled(spool), answers]);
    return { ...disk, ...mails, databaseAwayMs: Date.now() - answeredAt };
  };
}

/** The scarcest of these folders. */
async function diskOf(folders: readonly string[]): Promise<Pick<Measured, 'freeBytes' | 'freeInodesPercent'>> {
  const found = (await Promise.all(folders.map(folder => statfs(folder).catch(() => null)))).filter(
    each => each !== null,
  );
  if (found.length === 0) return { freeBytes: null, freeInodesPercent: null };
  return {
    freeBytes: Math.min(...found.map(({ bavail, bsize }) => bavail * bsize)),
    freeInodesPercent: Math.min(...found.map(({ ffree, files }) => (files > 0 ? (100 * ffree) / files : 100))),
  };
}

async function spooled(spool: Spool): Promise<Pick<Measured, 'spoolMails' | 'spoolAgeMs'>> {
  try {
    const ids = await spool.leftovers(0);
    return { spoolMails: ids.length, spoolAgeMs: await ageOf(spool, ids.slice(0, lookedAt)) };
  } catch {
    return { spoolMails: null, spoolAgeMs: null };
  }
}

async function ageOf(spool: Spool, oldest: readonly string[]): Promise<number> {
  for (const id of oldest) {
    const age = Date.now() - (timeOfId(id) ?? Date.now());
    // Young mail decides nothing, and need not be read.
    if (age < minuteMs || (await spool.read(id).catch(() => null))) return age;
  }
  return 0;
}
