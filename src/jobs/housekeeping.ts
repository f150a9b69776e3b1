// What happens by time: tickets that stay resolved are closed, mail that came before its thread is joined to it or
// stops waiting, mail that stays held is put aside, and unfinished files of the store are removed.
//
// Every worker tries; a lock of PostgreSQL lets one of them work at a time. Each change and its notifications are
// one transaction, so that everyone is told once.
import { act } from '../actions/act.ts';
import { tellOfHeld } from '../actions/tell-of-held.ts';
import type { Database, Tx } from '../db/database.ts';
import { tryLock } from '../db/lock.ts';
import { time } from '../desk/actor.ts';
import type { Desk } from '../desk/desk.ts';
import { addEvent } from '../tickets/events.ts';
import { standingOnThread } from '../tickets/find.ts';
import { resolvedBefore } from '../tickets/ticket.ts';
import { awaitingThread, heldSince, keepOut, release, waitedOut } from '../tickets/waiting.ts';

export type HousekeepingPorts = Readonly<{
  db: Database;
  desk: Desk;
  /** Offers new outbox rows to the queue. */
  offer(outboxIds: readonly string[]): void;
  onError(cause: unknown): void;
}>;

/** The key of the advisory lock: an arbitrary number, the same on every machine. */
const housekeepingKey = 7_673_839;
const everyMs = 60_000;
const tidyEveryMs = 3_600_000;
const batch = 50;
const dayMs = 86_400_000;

/** Runs at once and then every minute; the steps of `tidy`, which remove unneeded files and rows, every hour. */
export function startHousekeeping(
  ports: HousekeepingPorts & { tidy: readonly (() => Promise<unknown>)[] },
): Readonly<{ stop(): Promise<void> }> {
  let running = Promise.resolve();
  const then = (work: () => Promise<void>) => () => {
    running = running.then(work).catch(ports.onError);
  };
  const keep = then(() => keepHouse(ports, new Date()));
  // A step that fails, as while the store is away, keeps none of the others from its work.
  const tidy = then(async () => {
    for (const step of ports.tidy) await step().catch(ports.onError);
  });
  keep();
  tidy();
  const timers = [setInterval(keep, everyMs), setInterval(tidy, tidyEveryMs)];
  return {
    async stop() {
      timers.forEach(clearInterval);
      await running;
    },
  };
}

export async function keepHouse({ db, desk, offer, onError }: HousekeepingPorts, now: Date): Promise<void> {
  await alone(db, tx => closeResolved(tx, desk, now)).then(offer, onError);
  await alone(db, tx => tellOfHeld(tx, desk, now)).then(offer, onError);
  await alone(db, async tx => {
    await joinThreads(tx);
    await release(tx, await waitedOut(tx, now, batch), { by: 'thread', why: 'the mail that it answers has not come' });
    await putAside(tx, desk, now);
    return [];
  }).catch(onError);
}

/** Does the work unless another worker holds the lock. */
const alone = (db: Database, work: (tx: Tx) => Promise<string[]>): Promise<string[]> =>
  db.transaction(async tx => ((await tryLock(tx, housekeepingKey)) ? work(tx) : []));

async function closeResolved(tx: Tx, desk: Desk, now: Date): Promise<string[]> {
  const days = desk.rules.closeAfterDays;
  if (days === null) return [];
  const ids: string[] = [];
  for (const number of await resolvedBefore(tx, new Date(now.getTime() - days * dayMs), batch)) {
    const acted = await act(tx, number, [{ do: 'close', days }], time, desk);
    if ('outboxIds' in acted) ids.push(...acted.outboxIds);
  }
  return ids;
}

/** A mail and the one that it answers may be filed at the same time, so that neither sees the other. */
async function joinThreads(tx: Tx): Promise<void> {
  for (const { id, author, awaits } of await awaitingThread(tx, batch)) {
    if ((await standingOnThread(tx, author, awaits)) === 'member') {
      await release(tx, [id], { by: 'thread', why: 'the thread that it answers has arrived' });
    }
  }
}

/** Puts aside held mail on which no decision came in `heldDays`. It stays in the store and may still be let in. */
async function putAside(tx: Tx, { rules: { heldDays } }: Desk, now: Date): Promise<void> {
  if (heldDays === null) return;
  const why = `held for ${heldDays} days, and nobody has let it in`;
  const mails = await heldSince(tx, new Date(now.getTime() - heldDays * dayMs), batch);
  await keepOut(
    tx,
    mails.map(({ id }) => id),
    { by: null, why },
  );
  for (const { author, heldForTicket } of mails) {
    if (heldForTicket !== null)
      await addEvent(tx, heldForTicket, { text: `mail from ${author ?? 'nobody'} was ${why}`, actor: time });
  }
}
