// The relay as the rig sees it: a process that can be killed, stopped, and told how to behave.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export type Handed = Readonly<{ messageId: string; to: string; at: number; answerLost: boolean }>;
/** `bad`: it misbehaves; `away`: it hangs up on all. */
export type Told = Readonly<{ bad: boolean; away: boolean }>;
export type Relay = Readonly<{
  url: string;
  handed(): readonly Handed[];
  /** False: takes all that comes, at once. */
  misbehave(on: boolean): void;
  /** Closes all connections and accepts none for so long. */
  goAway(ms: number): Promise<void>;
  signal(signal: NodeJS.Signals): boolean;
  kill(): Promise<void>;
  start(): Promise<void>;
}>;

const program = fileURLToPath(new URL('relay-process.ts', import.meta.url));

export async function startRelay(address: string, seed: number, file: string): Promise<Relay> {
  let child: ChildProcess | null = null;
  let told: Told = { bad: false, away: false };
  let port = 0;
  let starts = 0;
  writeFileSync(file, '');
  const tell = (more: Partial<Told>) => {
    told = { ...told, ...more };
    if (child?.connected) child.send(told, () => {});
  };

  async function started(at: number): Promise<boolean> {
    const running = fork(program, [address, String(at), String(seed + starts++), file]);
    child = running;
    const isReady = await Promise.race([
      once(running, 'message').then(() => true),
      once(running, 'exit').then(() => false),
    ]);
    tell({});
    return isReady;
  }
  async function start(): Promise<void> {
    // Below the ports of outgoing connections, which could take it while it is down.
    while (port === 0) {
      const some = 20_000 + Math.floor(Math.random() * 12_000);
      if (await started(some)) port = some;
      else if (starts > 20) throw new Error('the relay does not start');
      if (port) return;
    }
    for (let tries = 0; !(await started(port)); tries++) {
      if (tries > 20) throw new Error('the relay does not start');
      await sleep(100);
    }
  }
  await start();
  return {
    // The namespaces are a machine of their own each, and there is no TLS between them.
    url: `smtp://${address}:${port}?tls=off`,
    handed: () =>
      readFileSync(file, 'utf8')
        .split('\n')
        .filter(Boolean)
        .map(line => JSON.parse(line)),
    misbehave: bad => tell({ bad }),
    async goAway(ms) {
      tell({ away: true });
      await sleep(ms);
      tell({ away: false });
    },
    signal: name => child?.kill(name) ?? false,
    async kill() {
      const running = child;
      child = null;
      if (!running || running.exitCode !== null || running.signalCode !== null) return;
      const ended = once(running, 'exit');
      running.kill('SIGKILL');
      await ended;
    },
    start,
  };
}
