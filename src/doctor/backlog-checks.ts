// What `postern doctor` asks the database: what waits, for how long, and why.
import { clockDifference } from '../db/ping.ts';
import { schemaState } from '../db/schema-state.ts';
import { counted, shown } from '../log/one-line.ts';
import { countGivenUp, outboxBacklog, whyNotSent } from '../outbox/backlog.ts';
import { type Backlog, mailBacklogs } from '../tickets/views/backlog.ts';
import type { DatabaseCheck } from './check.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const maxClockMs = 5_000;
const ageOf = (since: Date | null): number => (since === null ? 0 : Date.now() - since.getTime());

/** As people say it: 40 s, 12 min, 5 h, 3 days. */
function spoken(ms: number): string {
  if (ms < 2 * minuteMs) return `${Math.round(ms / 1_000)} s`;
  if (ms < 120 * minuteMs) return `${Math.round(ms / minuteMs)} min`;
  return ms < 2 * dayMs ? `${Math.round(ms / (60 * minuteMs))} h` : `${Math.round(ms / dayMs)} days`;
}

const oldest = ({ count, oldest: since }: Backlog): string =>
  count === 0 ? '' : `, the oldest for ${spoken(ageOf(since))}`;

export const outbox: DatabaseCheck = async db => {
  const since = new Date(Date.now() - 7 * dayMs);
  const { waiting, due, oldestDue } = await outboxBacklog(db);
  const [failed, why] = [await countGivenUp(db, since), await whyNotSent(db, since)];
  const overdue = due === 0 ? '' : `, ${due} of them due, the oldest for ${spoken(ageOf(oldestDue))}`;
  const reason = why === null || waiting + failed === 0 ? '' : `; most often: ${shown(why, 120)}`;
  return {
    ok: failed === 0 && ageOf(oldestDue) < 5 * minuteMs,
    finding: `${waiting} mails wait to go out${overdue}; ${failed} were given up within 7 days${reason}`,
    cure: 'postern outbox list --failed and --due name them; mend the relay (RELAY_URL), then postern outbox retry --all',
  };
};

export const mail: DatabaseCheck = async db => {
  const { pending, failed } = await mailBacklogs(db);
  return {
    ok: failed.count === 0 && ageOf(pending.oldest) < minuteMs,
    finding: `${counted(pending.count, 'mail is', 'mails are')} not filed yet${oldest(pending)}; ${failed.count} could not be filed`,
    cure: 'postern mail list names them, the log says why; start a worker (postern serve), and postern mail replay ID files a failed one again',
  };
};

export const held: DatabaseCheck = async db => {
  const { held: waiting } = await mailBacklogs(db);
  return {
    ok: ageOf(waiting.oldest) < dayMs,
    finding: `${counted(waiting.count, 'mail waits', 'mails wait')} for a decision${oldest(waiting)}`,
    cure: 'postern held list, then postern held release ID or postern held drop ID; HELD_DAYS puts them aside by itself',
  };
};

export const schema: DatabaseCheck = async (_db, _config, url) => {
  const { is, applied } = await schemaState(url);
  if (is === 'current') return { ok: true, finding: `of this release (${applied} steps)`, cure: '' };
  const finding = is === 'ahead' ? 'of a newer release than this program' : 'of an older release than this program';
  return { ok: false, finding, cure: is === 'ahead' ? 'upgrade this program' : 'postern migrate' };
};

export const clock: DatabaseCheck = async db => {
  const ms = await clockDifference(db);
  return {
    ok: Math.abs(ms) < maxClockMs,
    finding: `the clock of the database differs from ours by ${ms} ms`,
    cure: 'synchronise both machines by NTP: retries, expiry of links and signatures go by the clock',
  };
};
