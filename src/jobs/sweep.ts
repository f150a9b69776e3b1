// The sweeper offers again what the queue forgot: mail that lies in the spool, outbox rows that are due.
//
// It is why nothing depends on the queue: Redis may be emptied, a worker may be killed, a mail may be
// taken while PostgreSQL is away, and the sweeper finds what is left over.
import type { Database } from '../db/database.ts';
import { dueOutbox } from '../outbox/rows.ts';

export type SweepPorts = Readonly<{
  db: Database;
  /** Mail of the spool that has lain there for so long; empty where no spool is kept. */
  leftovers(olderThanMs: number): Promise<readonly string[]>;
  offerMails(mailIds: readonly string[]): Promise<void>;
  offerOutbox(outboxIds: readonly string[]): Promise<void>;
  onError(cause: unknown): void;
}>;
export type Sweeper = Readonly<{
  /** Now, whatever its age: somebody said that there is something. */
  sweepOutbox(): void;
  sweepMails(): void;
  stop(): Promise<void>;
}>;

const everyMs = 2_000;
// Long enough for a queue that works, so that the sweeper has nothing to do; short enough that a mail
// whose job and whose letter were both forgotten is answered within fifteen seconds.
const forgottenAfterMs = 4_000;
const batch = 500;

/** Sweeps at once, whatever its age, and then every few seconds what is forgotten. */
export function startSweeper(ports: SweepPorts): Sweeper {
  let stopped = false;
  // What failed may have kept others from being offered too: the next one that works takes them all.
  let behind = true;
  let running: Promise<void> | null = null;
  const go = () => {
    if (stopped || running) return;
    running = sweep(ports, behind ? 0 : forgottenAfterMs).then(worked => {
      behind = !worked;
      running = null;
    });
  };
  go();
  const timer = setInterval(go, everyMs);
  return {
    sweepOutbox: () => {
      if (!stopped) void sweepOutbox(ports, 0);
    },
    sweepMails: () => {
      if (!stopped) void sweepMails(ports, forgottenAfterMs);
    },
    async stop() {
      stopped = true;
      clearInterval(timer);
      await running;
    },
  };
}

async function sweep(ports: SweepPorts, olderThanMs: number): Promise<boolean> {
  // Each by itself: PostgreSQL may be away while the spool is not.
  const mailsSwept = await sweepMails(ports, olderThanMs);
  return (await sweepOutbox(ports, olderThanMs)) && mailsSwept;
}

/** Oldest first, a batch at a time: what is behind comes to the front as the queue works. */
const sweepMails = (ports: SweepPorts, olderThanMs: number): Promise<boolean> =>
  said(
    ports,
    ports.leftovers(olderThanMs).then(ids => ports.offerMails(ids.slice(0, batch))),
  );

const sweepOutbox = (ports: SweepPorts, olderThanMs: number): Promise<boolean> =>
  said(ports, dueOutbox(ports.db, olderThanMs).then(ports.offerOutbox));

const said = (ports: SweepPorts, work: Promise<void>): Promise<boolean> =>
  work.then(
    () => true,
    cause => {
      ports.onError(cause);
      return false;
    },
  );
