import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
import { missingApart } from '../config/apart.ts';
import { lockHome } from '../config/home-lock.ts';
import { settingsInForce, withoutPassword } from '../config/in-force.ts';
import { type Config, loadConfig } from '../config/load.ts';
import { urlHost } from '../config/networks.ts';
import { settingsIn } from '../config/schema.ts';
import type { Gateway, Role } from '../gateway.ts';
import { createLog, type Log } from '../log/log.ts';
import { printLine, Refused } from './output.ts';
import { openConfigured, type Server } from './session.ts';

const allRoles: Role[] = ['smtp', 'worker', 'http'];

export function addServeCommand(program: Command, env: NodeJS.ProcessEnv): void {
  program
    .command('serve')
    .description('run the gateway until SIGTERM or Ctrl-C')
    .option('--roles <roles>', 'some of smtp, worker, http, comma separated; default: all', parseRoles, allRoles)
    .action(async ({ roles }: { roles: Role[] }) => serve(env, roles));
}

function parseRoles(text: string): Role[] {
  const roles = text.split(',').map(role => role.trim());
  const unknown = roles.filter(role => !allRoles.some(known => known === role));
  if (unknown.length > 0)
    throw new InvalidArgumentError(`There is no role ${unknown.join(', ')}: name some of ${allRoles.join(', ')}.`);
  return roles as Role[];
}

async function serve(env: NodeJS.ProcessEnv, roles: readonly Role[]): Promise<void> {
  const config = loadConfig(env);
  const asked = signalled();
  void asked.then(() => endWithin(config.STOP_SECONDS));
  const log = createLog(config.LOG_LEVEL);
  process.on('unhandledRejection', cause => log.error({ err: cause }, 'unhandled rejection'));
  process.on('uncaughtException', cause => onUncaught(cause, log));
  try {
    const serving = await startServing({ config, env, roles, log });
    printLine(welcome(config, serving.gateway, roles));
    await asked;
    await serving.stop();
  } finally {
    // A server that is away may keep a connection in the making, which nothing waits for any more.
    setTimeout(() => process.exit(), lingerMs).unref();
  }
}

/** `env` is what `config` was loaded from. */
export type ToServe = Readonly<{ config: Config; env: NodeJS.ProcessEnv; roles: readonly Role[]; log: Log }>;
export type Serving = Readonly<{ gateway: Gateway; stop(): Promise<void> }>;

/** Locks the home, opens and migrates the database, and starts the gateway. Throws `Refused` where that cannot be. */
export async function startServing({ config, env, roles, log }: ToServe): Promise<Serving> {
  const missing = missingApart(roles, config, settingsIn(env));
  if (missing.length > 0) throw new Refused(missing.join('\n'));
  await checkFiles(config, roles);
  const lock = lockHome(config.POSTERN_HOME);
  if ('heldBy' in lock)
    throw new Refused(
      `a gateway runs on ${config.POSTERN_HOME} already (${lock.heldBy}): stop it there, or set another POSTERN_HOME`,
    );
  let configured: Server | null = null;
  const release = async () => {
    await configured?.release();
    lock.release();
  };
  try {
    const opening = openConfigured(config, moved => {
      log.fatal({}, `database: ${moved}`);
      process.exit(1);
    });
    // The embedded PostgreSQL starts as a process of its own by then, and our modules load meanwhile. Not while a
    // connection to another server is made: on a busy machine loading takes longer than that may wait.
    await (config.DATABASE_URL === undefined ? Promise.race([opening, sleep(spawnMs)]) : opening);
    const loading = import('../gateway.ts').then(async gateway => {
      await gateway.loadRoles(roles);
      return gateway;
    });
    loading.catch(() => {});
    configured = await opening;
    const { startGateway } = await loading;
    const settings = settingsInForce(env);
    const gateway = await startGateway({ config, databaseUrl: configured.url, roles, log, settings }).catch(cause => {
      throw explained(cause, config);
    });
    lock.reachedAt(reachedAt(gateway));
    return { gateway, stop: () => gateway.stop().finally(release) };
  } catch (cause) {
    await release();
    throw cause;
  }
}

const lingerMs = 1_000;
const spawnMs = 50;

/** A file, a socket or memory that could not be had fails what needed it, and nothing else. */
function onUncaught(cause: NodeJS.ErrnoException, log: Log): void {
  if (cause.syscall !== undefined || cause.code === 'ERR_STREAM_PREMATURE_CLOSE') {
    log.error({ err: cause }, 'stream: failed without a listener');
    return;
  }
  log.fatal({ err: cause }, 'process: ends, nothing that was taken is lost');
  process.exit(1);
}

/** Before anything is started: the messages of a database that stops again would hide the one line that matters. */
async function checkFiles(config: Config, roles: readonly Role[]) {
  if (config.TEMPLATES_DIR !== undefined) {
    const { refuseBroken } = await import('../delivery/templates/overrides.ts');
    refuseBroken(config.TEMPLATES_DIR);
  }
  if (!roles.includes('smtp')) return;
  const { certificateFiles, loadAtStart } = await import('../smtp/tls/certificate.ts');
  const files = certificateFiles(config);
  if (files) loadAtStart(files);
}

/**
 * Resolves at the first SIGTERM or SIGINT; a later one ends the process at once. A second signal within a second
 * is the same Ctrl-C: the terminal sends it to all processes in front, and npm passes its own on to us.
 */
function signalled(): Promise<void> {
  return new Promise(resolve => {
    let askedAt: number | null = null;
    const onSignal = () => {
      if (askedAt !== null && performance.now() - askedAt > 1_000) process.exit(1);
      askedAt ??= performance.now();
      resolve();
    };
    process.on('SIGTERM', onSignal).on('SIGINT', onSignal);
  });
}

/** Leaves behind what hangs, such as PostgreSQL: work that is not committed is still in the spool and the outbox. */
function endWithin(seconds: number): void {
  const end = () => {
    process.stderr.write(`postern: not done within ${seconds} s (STOP_SECONDS): the next start goes on with it\n`);
    process.exit(1);
  };
  setTimeout(end, seconds * 1_000).unref();
}

/** The system's error for an address that cannot be bound; `port` tells which setting it came from. */
type Unbound = NodeJS.ErrnoException & { port?: number };

function explained(cause: Unbound, config: Config): unknown {
  const { SMTP_HOST, SMTP_PORT, HTTP_HOST, HTTP_PORT, POLICY_HOST = SMTP_HOST, POLICY_PORT } = config;
  const { METRICS_HOST, METRICS_PORT } = config;
  const others = [
    [HTTP_HOST, HTTP_PORT, 'HTTP'],
    [POLICY_HOST, POLICY_PORT, 'POLICY'],
    [METRICS_HOST, METRICS_PORT, 'METRICS'],
  ] as const;
  const other = others.find(([, port]) => port === cause.port && port !== SMTP_PORT);
  const [host, port, of] = other ?? [SMTP_HOST, SMTP_PORT, 'SMTP'];
  const where = `${host}:${port}`;
  if (cause.code === 'EADDRINUSE')
    return new Refused(`${where} is taken by another program: stop it, or set ${of}_PORT`);
  if (cause.code === 'EACCES') return new Refused(`${where} may not be bound by this user: set ${of}_PORT above 1023`);
  if (cause.code === 'EADDRNOTAVAIL') return new Refused(`${host} is no address of this machine: set ${of}_HOST`);
  if (cause.code === 'ENOTFOUND' || cause.code === 'EAI_AGAIN')
    return new Refused(`${host} is a name that no DNS server here knows: set ${of}_HOST to an address`);
  return cause;
}

/** What is printed once it is ready. */
export function welcome(config: Config, gateway: Gateway, roles: readonly Role[]): string {
  const [support] = config.SUPPORT_ADDRESS;
  const smtp = gateway.smtp && `${gateway.smtp.address}:${gateway.smtp.port}`;
  const embedded = `embedded, ${config.POSTERN_HOME}/postgres`;
  const rows: [string, string, string][] = [
    [
      'mail in',
      smtp ? `smtp://${smtp} for ${config.SUPPORT_ADDRESS.join(', ')}` : 'not here',
      'SMTP_HOST, SMTP_PORT, SUPPORT_ADDRESS',
    ],
    [
      'TLS',
      config.SMTP_TLS_CERT ?? `STARTTLS with a self-made certificate, ${config.POSTERN_HOME}/certificate.pem`,
      'SMTP_TLS_CERT, SMTP_TLS_KEY',
    ],
    ...(gateway.policy
      ? [
          [
            'policy',
            `${gateway.policy.address}:${gateway.policy.port} for TRUSTED_RELAYS`,
            'POLICY_HOST, POLICY_PORT',
          ] as [string, string, string],
        ]
      : []),
    ['work', roles.includes('worker') ? 'here' : 'not here', '--roles'],
    [
      'pages',
      gateway.http ? `${urlOf(gateway.http)}${config.PUBLIC_URL ? ` for ${config.PUBLIC_URL}` : ''}` : 'not here',
      'HTTP_HOST, HTTP_PORT, PUBLIC_URL',
    ],
    ...(gateway.health
      ? [
          ['health', `${urlOf(gateway.health)}/readyz, /metrics`, 'METRICS_HOST, METRICS_PORT'] as [
            string,
            string,
            string,
          ],
        ]
      : []),
    ['mail out', withoutPassword(config.RELAY_URL), 'RELAY_URL'],
    ['database', config.DATABASE_URL ? withoutPassword(config.DATABASE_URL) : embedded, 'DATABASE_URL'],
    ['queue', config.REDIS_URL ? withoutPassword(config.REDIS_URL) : 'BullMQ on the database', 'REDIS_URL'],
    ['files', withoutPassword(config.STORE_URL), 'STORE_URL'],
    ...(config.SPOOL_URL === `file:${config.POSTERN_HOME}/spool`
      ? []
      : [['spool', withoutPassword(config.SPOOL_URL), 'SPOOL_URL'] as [string, string, string]]),
  ];
  const wide = Math.max(...rows.map(([, what]) => what.length));
  const lines = rows.map(([name, what, change]) => `  ${name.padEnd(9)} ${what.padEnd(wide)}   ${change}`);
  return ['', 'Postern is ready.', '', ...lines, '', ...firstTicket(support!), ''].join('\n');
}

const reachedAt = ({ smtp, http }: Gateway): string =>
  [smtp && `smtp://${urlHost(smtp.address)}:${smtp.port}`, http && urlOf(http)].filter(Boolean).join(', ');

const urlOf = ({ address, port }: AddressInfo): string => `http://${urlHost(address)}:${port}`;

const firstTicket = (support: string): string[] => [
  `  A first ticket, from another terminal in this folder (the answer appears under "mail out"):`,
  '',
  '    npx postern admin add ada@example.org --name Ada',
  `    npx postern mail send --from ada@example.org --to ${support} \\`,
  `      --subject '[HIGH] [tt_example] Bookings fail' --text 'Since 9:00 the calendar stays empty.'`,
  '    npx postern ticket list',
  '',
  '  The pages, as an agent (the second command prints a link that signs in, once):',
  '',
  '    npx postern admin add tess@example.org --name Tess --role agent',
  '    npx postern sign-in tess@example.org',
  '',
  '  Ctrl-C stops everything in order.',
];
