// Gateway processes that are started again whenever they end, as a supervisor would.
import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { FailPoint } from './fail-points.ts';
import type { Link } from './network.ts';
import type { Place } from './sender.ts';

const current = fileURLToPath(new URL('../../src/start.js', import.meta.url));
const points = new URL('fail-points.ts', import.meta.url).href;
const fakedClock = '/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1';
export const canFakeClock = existsSync(fakedClock);

export type Host = Readonly<{
  name: string;
  pid(): number | null;
  /** Null where there is no listener, or while it is down. */
  smtp(): Place;
  /** Null where it has no network of its own. */
  link: Link | null;
  isReady(): boolean;
  signal(signal: NodeJS.Signals): boolean;
  /** Ends it with SIGKILL as soon as it gets there; false where it did not within so long. */
  failAt(point: FailPoint, withinMs: number): Promise<boolean>;
  /** Ends it in order; the next one that starts is this `start.js`. */
  restart(main: string): boolean;
  /** The same with the release that is tested, where it is another one that runs. */
  upgrade(): void;
  /** Moves its clock so many seconds away from the right time. */
  setClock(seconds: number): void;
  /** Ends after it was ready that no signal of ours caused; a start without a database ends, too, and is tried again. */
  endedByItself(): number;
  usage(): { rssMb: number; descriptors: number } | null;
  stop(): Promise<number | null>;
}>;

export type HostSettings = Readonly<{
  name: string;
  roles: string;
  env: Record<string, string>;
  folder: string;
  link?: Link | null;
}>;

export async function startHost({ name, roles, env, folder, link = null }: HostSettings): Promise<Host> {
  const home = join(folder, name);
  await mkdir(home, { recursive: true });
  const log = createWriteStream(join(folder, `${name}.log`), { flags: 'a' });
  let child: ChildProcess | null = null;
  let port = 0;
  let ready = false;
  let main = current;
  let restarting = false;
  let stopping = false;
  let byItself = 0;
  const [pointFile, clockFile] = [join(home, 'fail-at'), join(home, 'clock')];
  writeFileSync(clockFile, '+0');
  const tampering = {
    TORTURE_FAIL_AT: pointFile,
    ...(canFakeClock
      ? {
          LD_PRELOAD: fakedClock,
          FAKETIME_TIMESTAMP_FILE: clockFile,
          FAKETIME_CACHE_DURATION: '1',
          DONT_FAKE_MONOTONIC: '1',
          NO_FAKE_STAT: '1',
        }
      : {}),
  };
  const where = link ? { SMTP_HOST: link.address } : {};

  async function run(): Promise<void> {
    while (!stopping) {
      restarting = false;
      const flags = ['--import', points, '--max-semi-space-size=4', main, 'serve', '--roles', roles];
      const [program = '', ...args] = [...(link?.command ?? []), process.execPath, ...flags];
      const started = spawn(program, args, {
        env: { ...process.env, ...env, ...where, ...tampering, POSTERN_HOME: home },
        cwd: home,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      child = started;
      const ended = new Promise(resolve => started.once('exit', resolve));
      let said = '';
      started.stderr!.pipe(log, { end: false });
      started.stdout!.on('data', chunk => {
        log.write(chunk);
        said += chunk;
        port = Number(/smtp:\/\/[^ ]*:(\d+) /.exec(said)?.[1] ?? port);
        if (!said.includes('Ctrl-C stops everything')) return;
        ready = true;
        isReady();
      });
      await ended;
      if (ready && started.signalCode !== 'SIGKILL' && !restarting && !stopping) byItself++;
      ready = false;
      port = 0;
      if (!stopping) await sleep(100);
    }
  }
  function restart(next: string): boolean {
    main = next;
    restarting = true;
    return child?.kill('SIGTERM') ?? false;
  }
  const { promise: firstReady, resolve: isReady } = Promise.withResolvers<void>();
  const running = run();
  await Promise.race([firstReady, sleep(90_000)]);
  return {
    name,
    pid: () => child?.pid ?? null,
    smtp: () => (port === 0 ? null : { host: link?.address ?? '127.0.0.1', port }),
    link,
    isReady: () => ready,
    signal: signal => child?.kill(signal) ?? false,
    restart,
    upgrade: () => void (main === current || restart(current)),
    async failAt(point, withinMs) {
      writeFileSync(pointFile, point);
      for (const since = Date.now(); Date.now() - since < withinMs; await sleep(50)) {
        if (!existsSync(pointFile)) return true;
      }
      const missed = existsSync(pointFile);
      rmSync(pointFile, { force: true });
      return !missed;
    },
    setClock: seconds => writeFileSync(clockFile, `${seconds < 0 ? '' : '+'}${seconds}`),
    endedByItself: () => byItself,
    usage: () => usageOf(child?.pid),
    async stop() {
      stopping = true;
      child?.kill('SIGCONT');
      child?.kill('SIGTERM');
      await running;
      return child?.exitCode ?? null;
    },
  };
}

function usageOf(pid: number | undefined): { rssMb: number; descriptors: number } | null {
  try {
    const rss = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))![1]);
    return { rssMb: Math.round(rss / 1024), descriptors: readdirSync(`/proc/${pid}/fd`).length };
  } catch {
    return null;
  }
}
