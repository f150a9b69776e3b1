// Processes of others, which the rig finds in /proc and signals.
import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { postmasterPid } from '../../test/support/embedded.ts';
import type { Random } from './random.ts';

export const pause = (random: Random) => sleep(300 + random.below(1_700));

/** Stops the processes for a moment, and continues these and no others, whatever has become of them since. */
export async function hold(pids: readonly number[], random: Random): Promise<boolean> {
  for (const pid of pids) signal(pid, 'SIGSTOP');
  await pause(random);
  for (const pid of pids) signal(pid, 'SIGCONT');
  return pids.length > 0;
}

/** Its children; none of null. */
export async function family(parent: number | null): Promise<{ pid: number; command: string }[]> {
  const found: { pid: number; command: string }[] = [];
  for (const name of parent === null ? [] : await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = await readFile(`/proc/${name}/stat`, 'latin1').catch(() => '');
    if (Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) !== parent) continue;
    found.push({ pid: Number(name), command: await readFile(`/proc/${name}/cmdline`, 'latin1').catch(() => '') });
  }
  return found;
}

export async function backends(dir: string): Promise<number[]> {
  const children = await family(postmasterPid(dir));
  return children.filter(({ command }) => /postern.*postern/.test(command)).map(({ pid }) => pid);
}

export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It is gone already.
  }
}
