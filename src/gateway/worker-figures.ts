import type { SendOutcome } from '../jobs/deliver.ts';
import type { Metrics } from '../metrics/metrics.ts';

/** What a worker counts. */
export function workerFigures(metrics: Metrics) {
  const filed = metrics.counter('mails_filed_total', 'Mails that were filed, by disposition.', ['disposition']);
  const filing = metrics.durations('filing_seconds', 'From the arrival of a mail to its commit.');
  const outgoing = metrics.counter('outgoing_total', 'Attempts to send, by outcome.', ['outcome']);
  const delivery = metrics.durations('delivery_seconds', 'From the writing of outgoing mail to its sending.');
  const secondsSince = (then: Date): number => Math.max(0, (Date.now() - then.getTime()) / 1_000);
  return {
    filed(receivedAt: Date, disposition: string) {
      filed({ disposition });
      filing(secondsSince(receivedAt));
    },
    told(outcome: SendOutcome, writtenAt: Date) {
      outgoing({ outcome });
      if (outcome === 'sent') delivery(secondsSince(writtenAt));
    },
  };
}
