#!/usr/bin/env -S node --max-semi-space-size=4
// The entry of every command. It is JavaScript, since Node loads its TypeScript compiler for each module that
// is not in the cache of compiled modules, and this is what opens that cache.
//
// Left alone, Node keeps 128 MB for what is young, and the buffers of large mails live as long. 4 MB cost
// no measurable CPU and save half of a listener's memory. package.json and Dockerfile say the same.
//
// What is old may grow to twice its size before it is looked through; a gateway lives for months, so it may grow by a
// quarter.
import { enableCompileCache } from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import './quick-imports.js';

setFlagsFromString('--heap-growing-percent=25');
try {
  // A folder of the user's own: what lies in it is run, so it must not be one that others may write to.
  enableCompileCache(join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'postern'));
} catch {
  // The user has no home folder: every start compiles anew.
}
await import('./main.ts');
