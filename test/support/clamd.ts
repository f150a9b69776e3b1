// Debian's clamd on a socket of its own, with one signature of the tests' own: nothing is downloaded.
import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** In two halves, so that no scanner of a developer's machine takes this file away. */
export const eicar = [String.raw`X5O!P%@AP[4\PZX54(P^)7CC)7}$`, 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('');
export const signature = 'Postern.Test.Eicar.UNOFFICIAL';

const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
const program = folders.map(folder => join(folder, 'clamd')).find(isProgram) ?? null;

/** Says loudly what is left out where there is no clamd; for `describe.skipIf`. */
export function withoutClamd(suite: string): boolean {
  if (program === null) console.warn(`LEFT OUT: ${suite}. There is no clamd: install clamav-daemon to run it.`);
  return program === null;
}

export type TestClamd = Readonly<{
  url: string;
  start(): Promise<void>;
  kill(): Promise<void>;
  remove(): Promise<void>;
}>;

export async function startClamd(...options: string[]): Promise<TestClamd> {
  const folder = await mkdtemp(join(tmpdir(), 'postern-clamd-'));
  // Started as root, some builds drop to a user of their own, who has to read and bind here.
  await chmod(folder, 0o777);
  const socket = join(folder, 'socket');
  const hex = Buffer.from(eicar).toString('hex');
  await writeFile(join(folder, 'postern.ndb'), `${signature.replace('.UNOFFICIAL', '')}:0:*:${hex}\n`);
  const settings = [`DatabaseDirectory ${folder}`, `LocalSocket ${socket}`, 'Foreground yes', ...options, ''];
  await writeFile(join(folder, 'clamd.conf'), settings.join('\n'));
  let child: ChildProcess | null = null;
  let said = '';

  async function start(): Promise<void> {
    const started = spawn(program!, ['--config-file', join(folder, 'clamd.conf')], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child = started;
    for (const stream of [started.stdout, started.stderr]) stream.on('data', chunk => (said += chunk));
    for (let wait = 0; wait < 60_000; wait += 50) {
      if (await answers(socket)) return;
      if (started.exitCode !== null) break;
      await sleep(50);
    }
    throw new Error(`clamd did not start: ${said}`);
  }
  async function kill(): Promise<void> {
    const running = child;
    child = null;
    if (!running || running.exitCode !== null) return;
    const ended = new Promise(resolve => running.once('exit', resolve));
    running.kill('SIGKILL');
    await ended;
    await rm(socket, { force: true });
  }
  await start();
  return {
    url: `unix:${socket}`,
    start,
    kill,
    async remove() {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function answers(path: string): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect({ path });
    socket.on('connect', () => socket.end('zPING\0'));
    socket.on('data', () => resolve(true));
    socket.on('error', () => resolve(false));
    socket.on('close', () => resolve(false));
  });
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
