import type { Live } from '../http/live.ts';
import { type Answered, signInOutcome } from '../http/observe.ts';
import type { Metrics } from '../metrics/metrics.ts';

/** What pages and the API count. */
export function pageFigures(metrics: Metrics, live: Pick<Live, 'readers'>): (answered: Answered) => void {
  const labels = ['route', 'method', 'status'];
  const took = metrics.durations('http_seconds', 'Time to the answer of pages and API, by route.', labels);
  const signIn = metrics.counter('sign_ins_total', 'Steps of signing in, by outcome.', ['outcome']);
  metrics.gauge('live_readers', 'Open pages that are told of changes (server-sent events).', async () => [
    { value: live.readers() },
  ]);
  return answered => {
    const { route, method, status, seconds } = answered;
    took(seconds, { route, method: known.has(method) ? method : 'other', status: String(status) });
    const outcome = signInOutcome(answered);
    if (outcome) signIn({ outcome });
  };
}

/** A client may say any word, and each would be a series of its own. */
const known = new Set(['GET', 'HEAD', 'POST', 'PATCH', 'PUT', 'DELETE', 'OPTIONS']);
