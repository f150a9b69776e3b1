// The line before filing. Mails that are read wait here while others are filed, and then go together, whichever jobs
// they came with; so a busy gateway writes many at once.
//
// Tickets follow the order of arrival, which ids tell: a mail also waits, for a moment, for those before it that are
// being read by other jobs.
import { mailsPerJob } from '../queue/jobs.ts';

export type FilingLine<T> = Readonly<{
  /** Says that mails of these ids are looked for and read. */
  reads(ids: readonly string[]): void;
  /** Resolves once these are filed, or failed. */
  file(items: readonly T[]): Promise<void>;
  /** Says that nothing more comes of these. */
  forget(ids: readonly string[]): void;
}>;
export type LineOptions<T> = Readonly<{
  idOf(item: T): string;
  /** Must not reject. */
  work(items: readonly T[]): Promise<void>;
  /** What takes longer, as behind a locked ticket, holds the next no more up. */
  patienceMs: number;
  /** For so long after the start of its reading a mail holds up those behind it. */
  holdMs: number;
}>;

export function createFilingLine<T>({ idOf, work, patienceMs, holdMs }: LineOptions<T>): FilingLine<T> {
  const waiting: { id: string; item: T; done(): void }[] = [];
  const unread = new Map<string, number>();
  let isBusy = false;
  let held: NodeJS.Timeout | undefined;

  function go(): void {
    if (isBusy || waiting.length === 0) return;
    waiting.sort((a, b) => (a.id < b.id ? -1 : 1));
    const holdsFor = heldBy(waiting[0]!.id);
    clearTimeout(held);
    if (holdsFor > 0) {
      held = setTimeout(go, holdsFor);
      return;
    }
    begin(waiting.splice(0, mailsPerJob));
  }

  /** Milliseconds until no mail before this one may hold it up. */
  function heldBy(id: string): number {
    const now = performance.now();
    let longest = 0;
    for (const [other, since] of unread) if (other < id) longest = Math.max(longest, since + holdMs - now);
    return longest;
  }

  function begin(batch: typeof waiting): void {
    isBusy = true;
    let isAhead = true;
    const next = () => {
      if (!isAhead) return;
      isAhead = false;
      isBusy = false;
      go();
    };
    const late = setTimeout(next, patienceMs);
    void work(batch.map(({ item }) => item)).then(() => {
      clearTimeout(late);
      for (const { done } of batch) done();
      next();
    });
  }

  return {
    reads(ids) {
      for (const id of ids) unread.set(id, performance.now());
    },
    async file(items) {
      for (const item of items) unread.delete(idOf(item));
      const filed = items.map(item => new Promise<void>(done => waiting.push({ id: idOf(item), item, done })));
      go();
      await Promise.all(filed);
    },
    forget(ids) {
      for (const id of ids) unread.delete(id);
      go();
    },
  };
}
