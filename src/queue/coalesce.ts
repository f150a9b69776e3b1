/** Gathers what comes within `waitMs`, a few milliseconds, and hands it on together: one round trip for many. */
export function coalesce<T>(
  flush: (items: readonly T[]) => Promise<void>,
  onError: (cause: unknown) => void,
  waitMs = 5,
): Coalesced<T> {
  const maxItems = 500;
  const waiting: T[] = [];
  let timer: NodeJS.Timeout | null = null;
  const running = new Set<Promise<void>>();
  function go(): void {
    timer = null;
    const items = waiting.splice(0, maxItems);
    if (waiting.length > 0) timer = setTimeout(go, 0);
    const work: Promise<void> = flush(items)
      .catch(onError)
      .finally(() => running.delete(work));
    running.add(work);
  }
  return {
    add(...items) {
      waiting.push(...items);
      if (items.length > 0) timer ??= setTimeout(go, waitMs);
    },
    async settle() {
      while (timer || running.size > 0) {
        if (timer) {
          clearTimeout(timer);
          go();
        }
        await Promise.all(running);
      }
    },
  };
}
/** `settle` resolves when all that was added is handed on. */
export type Coalesced<T> = Readonly<{ add(...items: T[]): void; settle(): Promise<void> }>;
