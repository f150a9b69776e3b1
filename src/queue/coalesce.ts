/**
 * Gathers what comes within `waitMs`, a few milliseconds, and hands it on together: one round trip for many. What comes
 * while some is handed on waits for the end of that.
 */
export function coalesce<T>(
  flush: (items: readonly T[]) => Promise<void>,
  onError: (cause: unknown) => void,
  waitMs = 5,
): Coalesced<T> {
  const maxItems = 500;
  const waiting: T[] = [];
  let timer: NodeJS.Timeout | null = null;
  let running: Promise<void> | null = null;
  function go(): void {
    timer = null;
    if (running !== null) return;
    running = flush(waiting.splice(0, maxItems))
      .catch(onError)
      .finally(() => {
        running = null;
        if (waiting.length > 0) timer ??= setTimeout(go, 0);
      });
  }
  return {
    add(...items) {
      waiting.push(...items);
      if (items.length > 0 && running === null) timer ??= setTimeout(go, waitMs);
    },
    async settle() {
      while (timer || running) {
        if (timer) {
          clearTimeout(timer);
          go();
        }
        await running;
      }
    },
  };
}
/** `settle` resolves when all that was added is handed on. */
export type Coalesced<T> = Readonly<{ add(...items: T[]): void; settle(): Promise<void> }>;
