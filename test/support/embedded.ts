// Users of one embedded PostgreSQL, each a process of its own that may be killed.
import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { openSecondClient } from './second-client.ts';

const program = fileURLToPath(new URL('../db/embedded-process.ts', import.meta.url));

export type User = Readonly<{
  process: ChildProcess;
  /** The server's URL, or the one line that says why there is none. */
  said: Promise<string>;
  exited: Promise<number | null>;
  end(signal?: NodeJS.Signals): Promise<number | null>;
}>;

/** `before` stands in front of node on the command line: setpriv, env. */
export function startUser(dir: string, before: readonly string[] = [], options: SpawnOptions = {}): User {
  const [command = '', ...args] = [...before, process.execPath, program, dir];
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = new Promise<number | null>(resolve => child.once('exit', resolve));
  let output = '';
  const said = new Promise<string>(resolve => {
    child.stdout!.on('data', chunk => {
      output += chunk;
      if (output.includes('\n')) resolve(output.trim());
    });
    child.once('close', () => resolve(output.trim()));
  });
  return {
    process: child,
    said,
    exited,
    async end(signal = 'SIGTERM') {
      child.kill(signal);
      return exited;
    },
  };
}

/** As postmaster.pid names it; null where no server runs. */
export function postmasterPid(dir: string): number | null {
  try {
    const pid = Number(readFileSync(join(dir, 'data', 'postmaster.pid'), 'utf8').split('\n')[0]);
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(join(dir, 'data')) ? pid : null;
  } catch {
    return null;
  }
}

/** Ends whatever a test has left behind in the folder. */
export async function killServer(dir: string, signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
  const pid = postmasterPid(dir);
  if (pid === null) return;
  process.kill(pid, signal);
  while (postmasterPid(dir) === pid) await sleep(10);
}

/** Every process of the server: the postmaster's children keep working while it is stopped. */
export async function signalServer(dir: string, signal: NodeJS.Signals): Promise<void> {
  const postmaster = postmasterPid(dir)!;
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const status = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '');
    const parent = Number(status.slice(status.lastIndexOf(')') + 2).split(' ')[1]);
    if (Number(name) === postmaster || parent === postmaster) process.kill(Number(name), signal);
  }
}

/** One question on a connection of its own. */
export async function ask<T>(url: string, statement: string): Promise<T> {
  const sql = openSecondClient(url, { connect_timeout: 5 });
  try {
    const [row] = await sql.unsafe(statement);
    return Object.values(row ?? {})[0] as T;
  } finally {
    await sql.end({ timeout: 1 });
  }
}
