// The line before filing. Mails that are read wait here while others are filed, and then go together, whichever jobs
// they came with; so tickets follow the order of arrival, and a busy gateway writes many at once.
import { mailsPerJob } from '../queue/jobs.ts';

export type FilingLine<T> = Readonly<{
  /** Resolves once these are filed, or failed. */
  file(items: readonly T[]): Promise<void>;
}>;

/** `work` must not reject. What takes longer than `patienceMs`, as behind a locked ticket, holds the next no more up. */
export function createFilingLine<T>(work: (items: readonly T[]) => Promise<void>, patienceMs: number): FilingLine<T> {
  let waiting: { item: T; done(): void }[] = [];
  let isBusy = false;

  function go(): void {
    if (isBusy || waiting.length === 0) return;
    const batch = waiting.slice(0, mailsPerJob);
    waiting = waiting.slice(mailsPerJob);
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
    async file(items) {
      const filed = items.map(item => new Promise<void>(done => waiting.push({ item, done })));
      go();
      await Promise.all(filed);
    },
  };
}
