import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { openFileSpool } from '../../src/spool/file-spool.ts';
import { bytesOf, textOf } from './mails.ts';

test('a writer killed at any moment leaves every mail that it vouched for, and no half of another', async () => {
  const root = await mkdtemp(join(tmpdir(), 'postern-spool-'));
  const spool = await openFileSpool(root);
  const program = fileURLToPath(new URL('spool-process.ts', import.meta.url));
  let vouched = 0;
  for (let round = 0; round < 8; round++) {
    const child = spawn(process.execPath, [program, root], { stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    child.stdout.on('data', chunk => {
      said += chunk;
    });
    const closed = new Promise(resolve => child.once('close', resolve));
    await expect.poll(() => said, { timeout: 10_000, interval: 5 }).not.toBe('');
    await sleep(Math.random() * 100);
    child.kill('SIGKILL');
    await closed;
    const ids = said.split('\n').slice(0, -1);
    vouched += ids.length;
    const there = await spool.leftovers(0);
    expect(there).toEqual(expect.arrayContaining(ids));
    for (const id of there) {
      const found = await spool.read(id);
      expect((await bytesOf(found!.bytes())).equals(textOf(id)), id).toBe(true);
      await spool.release(id);
    }
  }
  await rm(root, { recursive: true, force: true });
  console.log(`${vouched} mails vouched for in 8 kills, none lost, none half`);
});
