// The sweeper offers again what the queue forgot: mail that lies in the spool, outbox rows that are due.
//
// It is why nothing depends on the queue: Redis may be emptied, a worker may be killed, a mail may be
// taken while PostgreSQL is away, and the sweeper finds what is left over.
import { and, asc, eq, lte, sql } from 'drizzle-orm';
import type { Database } from '../db/database.ts';
import { mails } from '../db/schema/mails.ts';
import { outbox } from '../db/schema/outbox.ts';

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

/** Outbox rows whose time came so long ago, the most patient first. */
export async function dueOutbox(db: Database, olderThanMs: number): Promise<string[]> {
  const due = new Date(Date.now() - olderThanMs);
  const rows = await db
    .select({ id: outbox.id })
    .from(outbox)
    .where(and(eq(outbox.state, 'queued'), lte(outbox.nextAttemptAt, due)))
    .orderBy(asc(outbox.nextAttemptAt))
    .limit(batch);
  return rows.map(({ id }) => id);
}

const maxAttempts = 20;

/**
 * Counts an attempt that failed; true when there were so many that a person has to look. While the
 * database is away nothing is counted, and that is right: the mail is not to blame.
 */
export async function countFailure(db: Database, mailId: string, why: string): Promise<boolean> {
  // One statement: between two of them somebody else might file it.
  const last = sql`${mails.attempts} + 1 >= ${maxAttempts}`;
  const [row] = await db
    .update(mails)
    .set({
      attempts: sql`${mails.attempts} + 1`,
      disposition: sql`case when ${last} then 'failed' else ${mails.disposition} end`,
      reasons: sql`case when ${last} then array_append(${mails.reasons}, ${why}::text) else ${mails.reasons} end`,
    })
    .where(and(eq(mails.id, mailId), eq(mails.disposition, 'pending')))
    .returning({ disposition: mails.disposition });
  return row?.disposition === 'failed';
}
