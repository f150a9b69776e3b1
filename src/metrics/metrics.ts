// Figures for Prometheus. Every name begins with `postern_`; no label holds an address or an id, since each value
// of a label is a series of its own and is kept for months.
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

type Labels = Readonly<Record<string, string>>;
/** A figure with its labels. */
export type Figure = Readonly<{ labels?: Labels; value: number }>;

export type Metrics = Readonly<{
  /** Counts one event at each call. */
  counter(name: string, help: string, labels?: readonly string[]): (labels?: Labels) => void;
  /** Notes a duration in seconds at each call. */
  durations(name: string, help: string, labels?: readonly string[]): (seconds: number, labels?: Labels) => void;
  /** Read at each scrape. A gauge whose `read` rejects is left out of that scrape. */
  gauge(name: string, help: string, read: () => Promise<readonly Figure[]>, labels?: readonly string[]): void;
  /** The exposition format of Prometheus. */
  scrape(): Promise<Readonly<{ contentType: string; text: string }>>;
}>;

const prefix = 'postern_';
// From a fast disk to the ten minutes that a client waits for its 250 (RFC 5321 section 4.5.3.2.6).
const buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 600];
const scrapeDeadlineMs = 5_000;

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix });
  const registers = [registry];
  return {
    counter(name, help, labelNames = []) {
      const counter = new Counter({ name: prefix + name, help, labelNames, registers });
      return labels => counter.inc(labels ?? {}, 1);
    },
    durations(name, help, labelNames = []) {
      const histogram = new Histogram({ name: prefix + name, help, labelNames, registers, buckets });
      return (seconds, labels) => histogram.observe(labels ?? {}, seconds);
    },
    gauge(name, help, read, labelNames = []) {
      new Gauge({
        name: prefix + name,
        help,
        labelNames,
        registers,
        async collect() {
          this.reset();
          const figures = await soon(read()).catch(() => null);
          // Without labels prom-client would show 0, which is a finding, too.
          if (figures === null) this.remove();
          else for (const { labels = {}, value } of figures) this.set(labels, value);
        },
      });
    },
    scrape: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
  };
}

/** A part that hangs must not hold up the figures of the others. */
async function soon<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('too late for this scrape')), scrapeDeadlineMs);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
