// A cluster is made under another name and renamed: a killed process leaves a whole cluster or none.
import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Programs } from './programs.ts';

/** Makes `<dir>/data`, with its owner's password in it. The caller holds the lock of the folder. */
export async function makeCluster(dir: string, run: Programs): Promise<void> {
  await clearLeftovers(dir);
  const name = `${process.pid}-${randomBytes(4).toString('hex')}`;
  const making = join(dir, `making-${name}`);
  const passwordFile = join(dir, `password-${name}`);
  try {
    await mkdir(making, { mode: 0o700 });
    await run.own(making);
    await writeFile(passwordFile, `${randomBytes(24).toString('hex')}\n`, { mode: 0o600 });
    await run.own(passwordFile);
    await initialise(making, passwordFile, run);
    await rename(passwordFile, join(making, 'password'));
    await sync(making);
    await rename(making, join(dir, 'data'));
    // Without it a power cut could undo the rename after the database has been written to.
    await sync(dir);
  } finally {
    await rm(passwordFile, { force: true });
    await rm(making, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function initialise(making: string, passwordFile: string, run: Programs): Promise<void> {
  // The builtin locale does not depend on the machine and sorts the same everywhere (PostgreSQL 17 and newer).
  const locale = ['--encoding=UTF8', '--locale-provider=builtin', '--locale=C.UTF-8'];
  // Iterations slow down guesses at a password of a person's (RFC 5802 section 9). This one is 24 random bytes, and
  // each of our sessions would spend more time on them than on its start.
  const password = [`--pwfile=${passwordFile}`, '--auth=scram-sha-256', '-c', 'scram_iterations=1'];
  const args = ['-D', making, '-U', 'postern', ...password, ...locale];
  const { code, output } = await run.toEnd('initdb', args);
  if (code === 0) return;
  const said = output.trim().split('\n');
  const why = said.find(line => /\berror\b|fatal|could not|cannot/i.test(line)) ?? said.at(-1);
  throw new Error(`The embedded PostgreSQL cannot be set up: ${why}. ${run.advice}`);
}

/** Removes what a killed process left unfinished. */
async function clearLeftovers(dir: string): Promise<void> {
  for (const name of await readdir(dir)) {
    if (/^(?:making|password)-\d/.test(name))
      await rm(join(dir, name), { recursive: true, force: true, maxRetries: 3 });
  }
}

async function sync(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
