#!/usr/bin/env -S node --max-semi-space-size=4
// The command line's entry: the only place that reads the environment and ends the process.
//
// Left alone, Node keeps 128 MB for what is young, and the buffers of large mails live as long. 4 MB cost
// no measurable CPU and save half of a listener's memory. package.json and Dockerfile say the same.
import { runCommandLine } from './cli/program.ts';

try {
  process.loadEnvFile('.env');
} catch {
  // No .env in this folder: the environment itself says it all.
}
process.exitCode = await runCommandLine(process.argv, process.env);
