// CHECKLIST E1, E2: what a mail of 25 MB costs, in a process of its own so that nothing else counts.
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { mailOf } from '../../bench/corpus-cost.ts';

const program = `
  import { createReadStream } from 'node:fs';
  import { createParsePool } from './src/parse/pool.ts';
  const keep = async bytes => {
    let size = 0;
    for await (const chunk of bytes) size += chunk.length;
    return { key: 'k', size, sha256: '' };
  };
  const pool = createParsePool({ smallBytes: 0 });
  await pool.parse(createReadStream(process.argv[1], { end: 5_000 }), keep);
  const before = process.memoryUsage.rss();
  let most = before;
  const timer = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 2);
  const { attachments } = await pool.parse(createReadStream(process.argv[1]), keep);
  clearInterval(timer);
  console.log(JSON.stringify({ megabytes: (most - before) / 1e6, size: attachments[0].size }));
  await pool.close();
`;

test('a mail of 25 MB costs less than 150 MB', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'postern-memory-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'mail');
  await writeFile(path, mailOf(25_000_000));
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--input-type=module-typescript',
    '-e',
    program,
    path,
  ]);
  const { megabytes, size } = JSON.parse(stdout) as { megabytes: number; size: number };
  console.log(`25 MB cost ${megabytes.toFixed(0)} MB`);
  expect(size).toBe(25_000_000);
  expect(megabytes).toBeLessThan(150);
});
