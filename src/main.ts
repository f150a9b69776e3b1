#!/usr/bin/env -S node --max-semi-space-size=4
// The command line: the only place that reads the environment and ends the process. start.js calls it; it can be
// run itself, too, as by a link that npx made for an earlier release.
import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';

// A reader that ends early, such as `head`, is no error.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (cause: NodeJS.ErrnoException) => {
    if (cause.code === 'EPIPE') process.exit(process.exitCode ?? 0);
    throw cause;
  });
}
const file = settingsFile(new URL('../.env', import.meta.url));
const { runCommandLine } = await import('./cli/program.ts');
// What is awaited may be the last thing there is, such as the end of a lost connection: Node would end with 13 before
// the deadline of the wait, whose timer keeps no process.
const kept = setInterval(() => {}, 60_000);
process.exitCode = await runCommandLine(process.argv, { ...file, ...process.env }, Object.keys(file));
clearInterval(kept);

/** `.env` in the folder of Postern; empty where there is none. */
function settingsFile(path: URL): NodeJS.Dict<string> {
  try {
    return parseEnv(readFileSync(path, 'utf8'));
  } catch {
    return {};
  }
}
