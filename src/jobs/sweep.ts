// The sweeper offers to the queue again what it lost: mail that lies in the spool, outbox rows that are due.
//
// So no mail depends on the queue: Redis may be emptied, a worker killed, or a mail taken while PostgreSQL is
// away, and the sweeper finds what is left over.
export type SweepPorts = Readonly<{
  /** Mail that has been in the spool for longer than this; empty where this process has no spool. */
  leftovers(olderThanMs: number): Promise<readonly string[]>;
  /**
   * `again` counts the offers that came to nothing, and is 0 at first. From then on the queue must not take the job for
   * one that it has: a worker whose clock was ahead has locked it until then.
   */
  offerMails(mailIds: readonly string[], again: number): Promise<void>;
  /** Sends the outbox rows that are due and that no worker is sending. */
  sendDue(): Promise<void>;
  onError(cause: unknown): void;
}>;
export type Sweeper = Readonly<{
  /** Sweeps all due rows now, after a notification. */
  sweepOutbox(): void;
  sweepMails(): void;
  stop(): Promise<void>;
}>;

const everyMs = 2_000;
// A working queue is faster than this, so the sweeper finds nothing. And it is short enough that a mail whose job
// and whose answer were both lost is answered within fifteen seconds.
const forgottenAfterMs = 4_000;
const batch = 512;
/** A mail that stays although it was offered several times is offered less and less often, but at least so often. */
const rarestMs = 30_000;
// As many offers may get lost with a queue that is killed again and again.
const offersThatMayBeLost = 4;

/** Sweeps everything at once, and then every few seconds what was lost. */
export function startSweeper(given: SweepPorts): Sweeper {
  let stopped = false;
  const offered = rememberOffers();
  const ports = {
    ...given,
    leftovers: async (olderThanMs: number) => offered.due(await given.leftovers(olderThanMs)),
    async offerMails(ids: readonly string[]) {
      const [few, many] = [ids.filter(id => offered.again(id) === 0), ids.filter(id => offered.again(id) > 0)];
      if (few.length > 0) await given.offerMails(few, 0);
      if (many.length > 0) await given.offerMails(many, Math.max(...many.map(offered.again)));
    },
  };
  // A sweep that fails may leave much behind: the next one takes everything, of any age.
  let behind = true;
  let running: Promise<void> | null = null;
  const go = () => {
    if (stopped || running) return;
    if (behind) offered.forget();
    running = sweep(ports, behind ? 0 : forgottenAfterMs).then(worked => {
      behind = !worked;
      running = null;
    });
  };
  go();
  const timer = setInterval(go, everyMs);
  return {
    sweepOutbox: () => {
      if (!stopped) void sweepOutbox(ports);
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

type Ports = Omit<SweepPorts, 'offerMails'> & Readonly<{ offerMails(mailIds: readonly string[]): Promise<void> }>;

async function sweep(ports: Ports, olderThanMs: number): Promise<boolean> {
  // Independent of each other: PostgreSQL may be away while the spool is there.
  const mailsSwept = await sweepMails(ports, olderThanMs);
  return (await sweepOutbox(ports)) && mailsSwept;
}

const sweepMails = (ports: Ports, olderThanMs: number): Promise<boolean> =>
  said(ports, ports.leftovers(olderThanMs).then(ports.offerMails));

/** Picks the oldest batch of mails that are due: so those that cannot be filed hold up no others. */
function rememberOffers() {
  let offers = new Map<string, Readonly<{ times: number; next: number }>>();
  return {
    due(ids: readonly string[]): string[] {
      const now = Date.now();
      const due = ids.filter(id => (offers.get(id)?.next ?? 0) <= now).slice(0, batch);
      const known = new Map(ids.flatMap(id => (offers.has(id) ? [[id, offers.get(id)!] as const] : [])));
      for (const id of due) {
        const times = (known.get(id)?.times ?? 0) + 1;
        known.set(id, {
          times,
          next: now + Math.min(rarestMs, forgottenAfterMs * 2 ** Math.max(0, times - offersThatMayBeLost)),
        });
      }
      offers = known;
      return due;
    },
    again: (id: string) => Math.max(0, (offers.get(id)?.times ?? 0) - offersThatMayBeLost),
    forget: () => offers.clear(),
  };
}

const sweepOutbox = (ports: Ports): Promise<boolean> => said(ports, ports.sendDue());

const said = (ports: Ports, work: Promise<void>): Promise<boolean> =>
  work.then(
    () => true,
    cause => {
      ports.onError(cause);
      return false;
    },
  );
