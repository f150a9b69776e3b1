// A worker of BullMQ that outlives a server which is away while it starts.
//
// BullMQ looks at PostgreSQL once, and keeps in mind that this failed: such a worker reports the same error for ever and
// never works. So it is replaced by another until one has begun; from then on it recovers by itself.
import { setTimeout as sleep } from 'node:timers/promises';
import { inTime } from '../db/in-time.ts';

export type OpenWorker = Readonly<{
  waitUntilReady(): Promise<unknown>;
  close(force?: boolean): Promise<void>;
  on(event: 'error', listener: (cause: Error) => void): unknown;
}>;
export type LastingWorker = Readonly<{
  /** Resolves when it works. */
  ready(): Promise<void>;
  /** `force`: without waiting for the jobs in hand. */
  close(force?: boolean): Promise<void>;
}>;

const againMs = 1_000;

export function lastingWorker(open: () => Promise<OpenWorker>, onError: (cause: Error) => void): LastingWorker {
  const { promise: ready, resolve: isReady } = Promise.withResolvers<void>();
  let worker: OpenWorker | null = null;
  let closing = false;

  async function begin(): Promise<void> {
    worker = await open();
    worker.on('error', onError);
    if (closing) return worker.close(true);
    await worker.waitUntilReady();
    isReady();
  }
  async function beginAtLast(): Promise<void> {
    for (;;) {
      try {
        return await begin();
      } catch (cause) {
        if (closing) return;
        onError(cause as Error);
        if (worker) await inTime(worker.close(true), 'the queue').catch(onError);
        worker = null;
      }
      await sleep(againMs, undefined, { ref: false });
      if (closing) return;
    }
  }
  void beginAtLast();
  return {
    ready: () => ready,
    async close(force) {
      closing = true;
      await worker?.close(force);
    },
  };
}
