// `postern` as people call it: by a link in PATH, from any folder.
import { execFile } from 'node:child_process';
import { access, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';

const run = promisify(execFile);
let folder: string;
const call = (line: string, env: Record<string, string> = {}) =>
  run('sh', ['-c', line], { cwd: folder, env: { PATH: `${folder}:${process.env.PATH}`, HOME: folder, ...env } });
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'postern-path-'));
  await run('sh', [resolve('src/cli/link.sh')], { env: { PATH: process.env.PATH, HOME: folder, BIN: folder } });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('it says its version, and every command has help with a word about each option', async () => {
  expect((await call('postern --version')).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  const { stdout } = await call('postern --help');
  for (const name of ['serve', 'admin', 'ticket', 'mail', 'held', 'config', 'doctor'])
    expect(stdout).toContain(`  ${name}`);
});
test('a reader that ends early is no error', async () => {
  const { stdout, stderr } = await call('postern config | head -n 1; postern --help | true');
  expect([stdout.trim().split(/\s+/), stderr]).toEqual([['setting', 'value', 'from'], '']);
});
test('reading where nothing is kept makes nothing, and says what to do', async () => {
  const home = join(folder, 'home');
  await expect(call('postern ticket list', { POSTERN_HOME: home })).rejects.toMatchObject({
    code: 1,
    stderr: `postern: nothing is kept in ${home} yet: npm start makes it, or set POSTERN_HOME\n`,
  });
  await expect(access(home)).rejects.toMatchObject({ code: 'ENOENT' });
});
test('a misspelt setting is refused by name', async () => {
  await expect(call('postern config', { POSTERN_HOM: 'x' })).rejects.toMatchObject({
    code: 2,
    stderr: 'postern: POSTERN_HOM: there is no such setting; did you mean POSTERN_HOME?\n',
  });
});
