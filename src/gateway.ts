// The composition root: the rooms meet here, in the order in which a mail visits them.
import type { AddressInfo } from 'node:net';
import type { SettingInForce } from './config/in-force.ts';
import type { Config } from './config/load.ts';
import { hurrySessions } from './db/client.ts';
import { openDatabase } from './db/database.ts';
import type { Templates } from './delivery/templates/templates.ts';
import { watchDirectory } from './directory/directory.ts';
import type { Ground } from './gateway/ground.ts';
import { createHealth, startHealthServer } from './gateway/health.ts';
import { showHealth } from './gateway/health-parts.ts';
import { publicUrlOf } from './gateway/public-url.ts';
import { calmly } from './log/calm.ts';
import type { Log } from './log/log.ts';
import { createScan } from './malware/clamd.ts';
import { openQueues, type QueueBackend } from './queue/backend.ts';
import { openSpool } from './spool/open-spool.ts';

export type Role = 'smtp' | 'worker' | 'http';

export type Gateway = Readonly<{
  /** Where the listener is bound; null without the role `smtp`. */
  smtp: AddressInfo | null;
  /** Where a relay may ask; null without the role `smtp` or POLICY_PORT. */
  policy: AddressInfo | null;
  /** Where pages are served; null without the role `http`. */
  http: AddressInfo | null;
  /** Where health has a port of its own; null without METRICS_PORT. */
  health: AddressInfo | null;
  queue: QueueBackend['kind'];
  /** Takes no more, finishes what is in hand, and lets go of everything. */
  stop(): Promise<void>;
}>;
export type GatewaySettings = Readonly<{
  config: Config;
  databaseUrl: string;
  roles: readonly Role[];
  log: Log;
  settings: readonly SettingInForce[];
}>;

export async function startGateway({
  config,
  databaseUrl,
  roles: wanted,
  log,
  settings,
}: GatewaySettings): Promise<Gateway> {
  const warn = calmly(cause => log.warn({ err: cause }, 'will be tried again'));
  const open: { stop(): Promise<void> }[] = [];
  const stop = async () => {
    for (const part of open.splice(0).reverse()) await part.stop();
  };
  try {
    const database = openDatabase(databaseUrl);
    open.push({ stop: database.close });
    const queueOn = config.REDIS_URL ? 'REDIS_URL' : 'DATABASE_URL';
    let isAway = false;
    const warnOfQueue = calmly(cause => {
      isAway = true;
      log.warn(
        { err: cause },
        `queue: the server of ${queueOn} fails; the spool keeps the mail, and it is tried again`,
      );
    });
    const parts = [
      watchDirectory(database, warn),
      openQueues({ redisUrl: config.REDIS_URL, databaseUrl }, warnOfQueue).then(queues => {
        open.push({ stop: queues.close });
        return queues;
      }),
      openSpool(config.SPOOL_URL, `${config.POSTERN_HOME}/drafts`),
      wanted.some(role => role !== 'smtp') ? templatesOf(config) : null,
    ] as const;
    // Where one fails, the others are closed once they are open.
    await Promise.allSettled(parts);
    const [directory, queues, spool, templates] = await Promise.all(parts);
    // One line is enough of a server that is away.
    void queues.warnings().then(lines => isAway || lines.forEach(line => void log.warn(line)));
    // Before a role writes: pages and the listener share the drafts' folder.
    if (wanted.some(role => role !== 'worker')) await spool.clearDrafts();
    const scan = config.CLAMD_URL ? createScan(config.CLAMD_URL) : null;
    const health = createHealth();
    const ground: Ground = { config, log, databaseUrl, database, directory, queues, spool, scan, health, settings };
    const healthServer = await startHealthServer(ground, health);
    if (healthServer) open.push(healthServer);
    showHealth(ground, wanted);
    // Pages first: links in our mail name their port. The worker next: what the listener takes should find
    // a client that waits for it.
    const pages = templates && wanted.includes('http') ? await httpRole(ground, templates) : null;
    if (pages) open.push(pages);
    if (templates && wanted.includes('worker')) {
      open.push(await workerRole(ground, { publicUrl: publicUrlOf(config, pages), templates }));
    }
    const listener = wanted.includes('smtp') ? await smtpRole(ground) : null;
    if (listener) open.push(listener);
    const policy = wanted.includes('smtp') ? await policyServer(ground) : null;
    if (policy) open.push(policy);
    const addresses = {
      smtp: listener?.address ?? null,
      policy: policy?.address ?? null,
      http: pages?.address ?? null,
      health: healthServer?.address ?? null,
    };
    const drained = () => {
      health.drain();
      hurrySessions();
      return stop();
    };
    return { ...addresses, queue: queues.kind, stop: drained };
  } catch (cause) {
    // What is left open keeps the process from ending, and it has something to say.
    await stop();
    throw cause;
  }
}

// Loaded by whom they run for: a listener alone has no use for templates and parsers.
const modules = {
  smtp: () => import('./gateway/smtp-role.ts'),
  worker: () => import('./gateway/worker-role.ts'),
  http: () => import('./gateway/http-role.ts'),
};

/** Loads the code of these roles before it is needed. */
export const loadRoles = async (roles: readonly Role[]): Promise<void> => {
  for (const role of roles) await modules[role]();
};

const smtpRole = async (ground: Ground) => (await modules.smtp()).startListener(ground);
const policyServer = async (ground: Ground) => (await import('./gateway/policy.ts')).startPolicy(ground);
const workerRole = async (ground: Ground, shown: { publicUrl: string | null; templates: Templates }) =>
  (await modules.worker()).startWorker(ground, shown);
const httpRole = async (ground: Ground, templates: Templates) => (await modules.http()).startPages(ground, templates);
const templatesOf = async ({ TEMPLATES_DIR }: Config): Promise<Templates> =>
  (await import('./delivery/templates/templates.ts')).loadTemplates(TEMPLATES_DIR ?? null);
