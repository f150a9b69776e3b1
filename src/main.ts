#!/usr/bin/env -S node --max-semi-space-size=4
// The command line's entry: the only place that reads the environment and ends the process.
//
// Left alone, Node keeps 128 MB for what is young, and the buffers of large mails live as long. 4 MB cost
// no measurable CPU and save half of a listener's memory. package.json and Dockerfile say the same.
import { readFileSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import './db/quick-imports.ts';

try {
  // A folder of the user's own: what lies in it is run, so it must not be one that others may write to.
  enableCompileCache(join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'postern'));
} catch {
  // The user has no home folder: every start compiles anew.
}
// A reader that ends early, such as `head`, is no error.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (cause: NodeJS.ErrnoException) => {
    if (cause.code === 'EPIPE') process.exit(process.exitCode ?? 0);
    throw cause;
  });
}
const file = settingsFile(new URL('../.env', import.meta.url));
const { runCommandLine } = await import('./cli/program.ts');
process.exitCode = await runCommandLine(process.argv, { ...file, ...process.env }, Object.keys(file));

/** `.env` in the folder of Postern; empty where there is none. */
function settingsFile(path: URL): NodeJS.Dict<string> {
  try {
    return parseEnv(readFileSync(path, 'utf8'));
  } catch {
    return {};
  }
}
