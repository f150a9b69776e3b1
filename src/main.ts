#!/usr/bin/env node
// The command line's entry: the only place that reads the environment and ends the process.
import { runCommandLine } from './cli/program.ts';

try {
  process.loadEnvFile('.env');
} catch {
  // No .env in this folder: the environment itself says it all.
}
process.exitCode = await runCommandLine(process.argv, process.env);
