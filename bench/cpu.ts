// CPU time of whole process trees, from /proc (Linux). Ended children are counted by the parent that
// waited for them, so short-lived PostgreSQL backends are included.
import { readdirSync, readFileSync } from 'node:fs';

/** What `getconf CLK_TCK` answers on every Linux that Node runs on. */
const ticksPerSecond = 100;

type Process = Readonly<{ pid: number; parent: number; name: string; ticks: number }>;

/** CPU milliseconds used so far below these processes, by the program's name. */
export function cpuMsOf(roots: readonly number[]): Record<string, number> {
  const all = readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .map(read)
    .filter(each => each !== null);
  const tree = new Set(roots);
  for (let size = 0; size < tree.size; ) {
    size = tree.size;
    for (const { pid, parent } of all) if (tree.has(parent)) tree.add(pid);
  }
  const sums: Record<string, number> = {};
  for (const { pid, name, ticks } of all) {
    if (tree.has(pid)) sums[name] = (sums[name] ?? 0) + (ticks * 1000) / ticksPerSecond;
  }
  return sums;
}

/** Resident memory of one process, in bytes. */
export function rssBytesOf(pid: number): number {
  const kb = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1];
  return Number(kb ?? 0) * 1024;
}

/** proc(5): `pid (comm) state ppid …`, utime, stime, cutime and cstime are fields 14 to 17. */
function read(pid: string): Process | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const end = stat.lastIndexOf(')');
    const fields = stat.slice(end + 2).split(' ');
    const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
    return {
      pid: Number(pid),
      parent: Number(fields[1]),
      name: programName(pid, stat.slice(stat.indexOf('(') + 1, end)),
      ticks,
    };
  } catch {
    return null; // It ended meanwhile.
  }
}

/** Node renames its main thread. */
function programName(pid: string, comm: string): string {
  const program = readFileSync(`/proc/${pid}/cmdline`, 'latin1').split('\0')[0]!.split(/[ :]/)[0]!.split('/').at(-1)!;
  return ['node', 'postgres', 'redis-server'].find(name => program.startsWith(name)) ?? comm;
}
