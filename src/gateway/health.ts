// What /readyz and /metrics show; the roles of this process add what they know of themselves.
import type { Config } from '../config/load.ts';
import type { HealthPorts } from '../http/health.ts';
import { type Part, type Readiness, readinessOf } from '../http/readiness.ts';
import { createMetrics, type Metrics } from '../metrics/metrics.ts';

export type Health = Readonly<{
  metrics: Metrics;
  /** A further part that /readyz asks. */
  add(...parts: Part[]): void;
  /** Whether the relay gets mail, as the worker of this process knows it; unknown without one. */
  relay: { state: (() => 'open' | 'halted' | 'trial') | null };
  /** What /readyz shows. */
  readiness(): Promise<Readiness>;
  /** From now on /readyz answers 503, so that a balancer sends its clients elsewhere. */
  drain(): void;
  ports(figuresFor: HealthPorts['figuresFor']): HealthPorts;
}>;

export function createHealth(): Health {
  const metrics = createMetrics();
  const parts: Part[] = [];
  let draining = false;
  const stopping: Part = { name: 'process', check: async () => (draining ? 'it is shutting down' : null) };
  const readiness = () => readinessOf([stopping, ...parts]);
  return {
    metrics,
    relay: { state: null },
    readiness,
    add: (...more) => void parts.push(...more),
    drain() {
      draining = true;
    },
    ports: figuresFor => ({
      readiness,
      scrape: metrics.scrape,
      figuresFor,
    }),
  };
}

/** Null where METRICS_PORT is unset. */
export async function startHealthServer({ config }: Readonly<{ config: Config }>, health: Health) {
  const { METRICS_PORT: port, METRICS_HOST: host } = config;
  if (port === undefined) return null;
  const [{ createHealthApp }, { listen }] = await Promise.all([
    import('../http/health-app.ts'),
    import('../http/listener.ts'),
  ]);
  return listen(createHealthApp(health.ports('everyone')), {
    host,
    port,
    connections: { connections: 64, connectionsPerPeer: 32 },
  });
}
