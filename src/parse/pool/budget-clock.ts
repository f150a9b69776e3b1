import type { Worker } from 'node:worker_threads';

export type Budget = Readonly<{
  /** The CPU time that the thread had used when it began with this mail. */
  startedAt(cpuMs: number): void;
  start(): void;
  stop(): void;
}>;

// A busy machine gives a thread little CPU time. A mail still ends after this many times its budget of
// elapsed time.
const patience = 10;
const shortestMs = 10;
const answerMs = 1000;

/**
 * Calls `onEnd` when the thread has worked for `cpuMs` on a mail. The clock runs only while no question of the
 * thread is open, since a slow store is not the mail's fault; when it ends, the thread's CPU time decides.
 */
export function cpuBudget(worker: Worker, cpuMs: number, onEnd: () => void): Budget {
  let left = cpuMs;
  let waited = 0;
  let since = 0;
  let open = 1;
  let cpuAtStart = 0;
  let timer: NodeJS.Timeout | undefined;

  async function judge(): Promise<void> {
    waited += performance.now() - since;
    timer = undefined;
    const used = await cpuUsedBy(worker);
    if (open > 0) return;
    // On a busy machine a thread may answer late; one that is stuck is ended by elapsed time.
    const worked = used === null ? 0 : used - cpuAtStart;
    left = Math.max(shortestMs, cpuMs - worked);
    if (worked >= cpuMs || waited >= patience * cpuMs) return onEnd();
    run();
  }
  function run() {
    since = performance.now();
    timer = setTimeout(() => void judge(), left);
  }
  return {
    startedAt(ms) {
      cpuAtStart = ms;
    },
    start() {
      open--;
      if (open === 0 && timer === undefined) run();
    },
    stop() {
      open++;
      if (timer === undefined) return;
      clearTimeout(timer);
      timer = undefined;
      const ran = performance.now() - since;
      waited += ran;
      left = Math.max(shortestMs, left - ran);
    },
  };
}

/** Milliseconds; null for a thread that does not answer in time. */
async function cpuUsedBy(worker: Worker): Promise<number | null> {
  const late = Promise.withResolvers<null>();
  const timer = setTimeout(() => late.resolve(null), answerMs);
  const usage = await Promise.race([worker.cpuUsage().catch(() => null), late.promise]);
  clearTimeout(timer);
  return usage && (usage.user + usage.system) / 1000;
}
