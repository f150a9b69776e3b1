// A gateway as a user starts it: a process of its own, in an empty folder, on a free port.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const main = fileURLToPath(new URL('../src/start.js', import.meta.url));

export type RunningGateway = Readonly<{
  home: string;
  pid: number;
  smtpPort: number;
  /** Its output until it was ready. */
  welcome: string;
  /** stdout of `postern …`. */
  postern(...args: string[]): Promise<string>;
  /** The mails that the file relay wrote, in the order of their writing. */
  outbox(): Promise<string[]>;
  /** Ends it in order, answers its exit status, and removes its folder, `after` something has been done with that. */
  remove(after?: (home: string) => Promise<void>): Promise<number | null>;
}>;

export async function startGateway(
  settings: Record<string, string> = {},
  roles = 'smtp,worker,http',
  prepare: (home: string) => Promise<void> = async () => {},
): Promise<RunningGateway> {
  const home = await mkdtemp(join(tmpdir(), 'postern-'));
  await prepare(home);
  const env = { PATH: process.env.PATH, POSTERN_HOME: home, SMTP_PORT: '0', HTTP_PORT: '0', ...settings };
  const flags = ['--max-semi-space-size=4', ...(process.env.BENCH_NODE_FLAGS ?? '').split(' ').filter(Boolean)];
  const child = spawn(process.execPath, [...flags, main, 'serve', '--roles', roles], {
    env,
    cwd: home,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const welcome = await ready(child).catch(async cause => {
    await rm(home, { recursive: true, force: true });
    throw cause;
  });
  const port = /smtp:\/\/[^ ]*:(\d+) /.exec(welcome)![1]!;
  const commandEnv = { ...env, SMTP_PORT: port };
  return {
    home,
    pid: child.pid!,
    smtpPort: Number(port),
    welcome,
    postern: async (...args) =>
      (await promisify(execFile)(process.execPath, [main, ...args], { env: commandEnv, cwd: home })).stdout,
    async outbox() {
      const folder = join(home, 'outbox');
      const names = (await readdir(folder).catch(() => [])).filter(name => /^\w+\.eml$/.test(name)).sort();
      return Promise.all(names.map(name => readFile(join(folder, name), 'utf8')));
    },
    async remove(after = async () => {}) {
      const status = await ended(child);
      await after(home);
      await rm(home, { recursive: true, force: true });
      return status;
    },
  };
}

async function ready(child: ChildProcess): Promise<string> {
  let [said, complained] = ['', ''];
  child.stdout!.setEncoding('utf8').on('data', chunk => {
    said += chunk;
  });
  child.stderr!.setEncoding('utf8').on('data', chunk => {
    complained = `${complained}${chunk}`.slice(-4_000);
  });
  while (!said.includes('Ctrl-C')) {
    if (child.exitCode !== null) throw new Error(`the gateway did not start: ${complained}`);
    await sleep(20);
  }
  return said;
}

export async function ended(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const exit = new Promise<number | null>(resolve => child.once('exit', resolve));
  child.kill('SIGTERM');
  return exit;
}
