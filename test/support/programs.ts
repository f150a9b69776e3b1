import { spawnSync } from 'node:child_process';

/** Null when it runs here; else the reason for leaving its tests out, which is printed. */
export function missing(program: string, ...args: string[]): string | null {
  const run = spawnSync(program, args, { encoding: 'utf8', timeout: 20_000 });
  const reason = run.error
    ? 'it is not on PATH'
    : run.status === 0
      ? null
      : `it ends with ${run.status}: ${run.stderr}`;
  if (reason) console.warn(`\n  left out: tests with ${program}, because ${reason.trim()}\n`);
  return reason;
}

/** Others than root can neither start a mail server under its own users nor give files away. */
export function needsRoot(program: string): string | null {
  if (process.getuid?.() === 0) return null;
  console.warn(`\n  left out: tests with ${program}, because only root can start it\n`);
  return 'not root';
}
