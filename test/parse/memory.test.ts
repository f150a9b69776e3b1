// CHECKLIST E1, E2: what a mail of 25 MB costs, in a process of its own so that nothing else counts.
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { mailOf } from '../../bench/corpus-cost.ts';

const program = fileURLToPath(new URL('memory-process.ts', import.meta.url));

test('a mail of 25 MB costs less than 150 MB', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'postern-memory-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'mail');
  await writeFile(path, mailOf(25_000_000));
  const { stdout } = await promisify(execFile)(process.execPath, [program, path]);
  const { megabytes, size } = JSON.parse(stdout) as { megabytes: number; size: number };
  console.log(`25 MB cost ${megabytes.toFixed(0)} MB`);
  expect(size).toBe(25_000_000);
  expect(megabytes).toBeLessThan(150);
});
