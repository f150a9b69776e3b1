// A gateway of the caller's own: a real process, on free ports, in an empty folder.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { commandLine } from './command-line.ts';
import { cloneDatabase } from './database.ts';

const main = fileURLToPath(new URL('../../src/start.js', import.meta.url));

export type TestGateway = Readonly<{
  home: string;
  databaseUrl: string;
  /** Of the running process; asks again after every start. */
  smtpPort(): number;
  /** Where its pages are, such as `http://127.0.0.1:4711`. */
  pages(): string;
  pid(): number;
  start(): Promise<void>;
  /** Resolves with the exit status; null where it was killed. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
  /** Resolves when it ends by itself. */
  ended(): Promise<number | null>;
  /** stdout of `postern …`; rejects with stderr and the status on any but 0. */
  cli(...args: string[]): Promise<string>;
  /** stdout of `postern …`, run within this process, which is faster. */
  run(...args: string[]): Promise<string>;
  /** What `postern … --json` says, asked within this process. */
  json<T>(...args: string[]): Promise<T>;
  /** The mails that went out by the file relay, oldest name first. */
  outbox(): Promise<string[]>;
  log(): string;
  remove(): Promise<void>;
}>;

/** Started, with `settings` over the test's own: SUPPORT_ADDRESS is support@mx.test. `smtpPort` is 0 without its role. */
export async function startTestGateway(
  settings: Record<string, string> = {},
  roles = 'smtp,worker,http',
): Promise<TestGateway> {
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
  let child: ChildProcess | null = null;
  let port = 0;
  let pages = '';
  let log = '';

  async function start(): Promise<void> {
    let output = '';
    child = spawn(process.execPath, [main, 'serve', '--roles', roles], {
      env,
      cwd: home,
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

  async function cli(...args: string[]): Promise<string> {
    const { stdout } = await promisify(execFile)(process.execPath, [main, ...args], {
      env,
      cwd: home,
      maxBuffer: 1 << 28,
    });
    return stdout;
  }

  await start();
  return {
    home,
    databaseUrl,
    smtpPort: () => port,
    pages: () => pages,
    pid: () => child!.pid!,
    start,
    stop,
    ended,
    cli,
    run: (...args) => commandLine(args, env),
    json: async (...args) => JSON.parse(await commandLine([...args, '--json'], env)),
    async outbox() {
      const folder = join(home, 'outbox');
      const names = (await readdir(folder).catch(() => [])).filter(name => name.endsWith('.eml')).sort();
      return Promise.all(names.map(name => readFile(join(folder, name), 'utf8')));
    },
    log: () => log,
    async remove() {
      await stop('SIGKILL');
      await rm(home, { recursive: true, force: true });
    },
  };
}
