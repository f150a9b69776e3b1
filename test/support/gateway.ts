// Gateways of the caller's own, on free ports, in an empty folder: within the process of the test, or a process each.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Serving, startServing, welcome } from '../../src/cli/serve.ts';
import { loadConfig } from '../../src/config/load.ts';
import type { Role } from '../../src/gateway.ts';
import { createLog } from '../../src/log/log.ts';
import { commandLine } from './command-line.ts';
import { cloneDatabase } from './database.ts';

const main = fileURLToPath(new URL('../../src/start.js', import.meta.url));

export type TestGateway = Readonly<{
  home: string;
  databaseUrl: string;
  /** Of the running gateway; asks again after every start. 0 without its role. */
  smtpPort(): number;
  /** Where its pages are, such as `http://127.0.0.1:4711`. */
  pages(): string;
  start(): Promise<void>;
  /** In order, as after SIGTERM. */
  stop(): Promise<unknown>;
  /** stdout of `postern …`; rejects with stdout, stderr and the status on any but 0. */
  cli(...args: string[]): Promise<string>;
  /** What `postern … --json` says. */
  json<T>(...args: string[]): Promise<T>;
  /** The mails that went out by the file relay, oldest name first. */
  outbox(): Promise<string[]>;
  log(): string;
  remove(): Promise<void>;
}>;

/** One that may be killed. */
export type GatewayProcess = Omit<TestGateway, 'stop'> &
  Readonly<{
    pid(): number;
    /** Resolves with the exit status; null where it was killed. */
    stop(signal?: NodeJS.Signals): Promise<number | null>;
    /** Resolves when it ends by itself. */
    ended(): Promise<number | null>;
  }>;

/** What is the same for both: the folder, the settings, and what is asked from outside. */
async function prepared(settings: Record<string, string>) {
  const home = settings.POSTERN_HOME ?? (await mkdtemp(join(tmpdir(), 'postern-gateway-')));
  const databaseUrl = settings.DATABASE_URL ?? (await cloneDatabase());
  const env = {
    PATH: process.env.PATH,
    // Tests copy the same few people in again and again.
    NEWCOMERS_PER_TICKET_DAY: '100000',
    NEWCOMER_THREADS_PER_DAY: '100000',
    NEWCOMERS_PER_DAY: '100000',
    POSTERN_HOME: home,
    DATABASE_URL: databaseUrl,
    SUPPORT_ADDRESS: 'support@mx.test',
    SMTP_PORT: '0',
    HTTP_PORT: '0',
    ...settings,
  };
  const cli = (...args: string[]) => commandLine(args, env);
  return {
    env,
    asked: {
      home,
      databaseUrl,
      cli,
      json: async <T>(...args: string[]): Promise<T> => JSON.parse(await cli(...args, '--json')),
      async outbox() {
        const folder = join(home, 'outbox');
        const names = (await readdir(folder).catch(() => [])).filter(name => name.endsWith('.eml')).sort();
        return Promise.all(names.map(name => readFile(join(folder, name), 'utf8')));
      },
    },
  };
}

/**
 * Started, with `settings` over the test's own: SUPPORT_ADDRESS is support@mx.test. It is what `postern serve` starts,
 * within this process, which saves the start of one.
 */
export async function startTestGateway(
  settings: Record<string, string> = {},
  roles: readonly Role[] = ['smtp', 'worker', 'http'],
): Promise<TestGateway> {
  const { env, asked } = await prepared(settings);
  let serving: Serving | null = null;
  let log = '';
  const config = loadConfig(env);
  const logger = createLog(config.LOG_LEVEL, {
    write(line) {
      log += line;
    },
  });
  const start = async () => {
    serving = await startServing({ config, env, roles, log: logger });
    log += `${welcome(config, serving.gateway, roles)}\n`;
  };
  const stop = async () => {
    const running = serving;
    serving = null;
    await running?.stop();
  };
  await start();
  return {
    ...asked,
    start,
    stop,
    smtpPort: () => serving?.gateway.smtp?.port ?? 0,
    pages: () => `http://127.0.0.1:${serving?.gateway.http?.port}`,
    log: () => log,
    async remove() {
      await stop();
      await rm(asked.home, { recursive: true, force: true });
    },
  };
}

/** The same as a process of its own, for tests that stop, kill or freeze it, or that look at what it prints. */
export async function startGatewayProcess(
  settings: Record<string, string> = {},
  roles: readonly Role[] = ['smtp', 'worker', 'http'],
): Promise<GatewayProcess> {
  const { env, asked } = await prepared(settings);
  let child: ChildProcess | null = null;
  let port = 0;
  let pages = '';
  let log = '';

  async function start(): Promise<void> {
    let output = '';
    child = spawn(process.execPath, [main, 'serve', '--roles', roles.join()], {
      env,
      cwd: asked.home,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout!.on('data', chunk => {
      output += chunk;
      log += chunk;
    });
    child.stderr!.on('data', chunk => {
      log += chunk;
    });
    const running = child;
    for (const since = Date.now(); Date.now() - since < 110_000; await sleep(25)) {
      const bound = /smtp:\/\/[^ ]*:(\d+) /.exec(output);
      if (output.includes('Ctrl-C stops everything')) {
        port = Number(bound?.[1] ?? 0);
        pages = /^ {2}pages +(http:\/\/[^ ]+)/m.exec(output)?.[1] ?? '';
        return;
      }
      if (running.exitCode !== null || running.signalCode !== null) break;
    }
    throw new Error(`the gateway did not start: ${log}`);
  }

  async function stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    const running = child;
    if (!running || running.exitCode !== null || running.signalCode !== null) return running?.exitCode ?? null;
    const ended = new Promise<number | null>(resolve => running.once('exit', resolve));
    running.kill(signal);
    return ended;
  }

  const ended = () => new Promise<number | null>(resolve => child!.once('exit', resolve));

  await start();
  return {
    ...asked,
    smtpPort: () => port,
    pages: () => pages,
    pid: () => child!.pid!,
    start,
    stop,
    ended,
    log: () => log,
    async remove() {
      await stop('SIGKILL');
      await rm(asked.home, { recursive: true, force: true });
    },
  };
}
