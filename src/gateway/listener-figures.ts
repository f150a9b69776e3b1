import type { Metrics } from '../metrics/metrics.ts';

export function listenerFigures(metrics: Metrics) {
  const replied = metrics.durations('dot_to_reply_seconds', 'From the final dot to our reply.');
  return {
    taken: metrics.counter('mails_taken_total', 'Mails answered 250, by the way they came.', ['via']),
    refused: metrics.counter('mails_refused_total', 'Mails refused after DATA, by refusal.', ['refusal']),
    /** Measures from the end of the bytes, which is the final dot, to the end of the work. */
    async timed<T>(bytes: AsyncIterable<Buffer>, work: (bytes: AsyncIterable<Buffer>) => Promise<T>): Promise<T> {
      let dot = performance.now();
      async function* watched(): AsyncGenerator<Buffer> {
        yield* bytes;
        dot = performance.now();
      }
      const result = await work(watched());
      replied((performance.now() - dot) / 1_000);
      return result;
    },
  };
}
