import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { z } from 'zod';
import { Settings, settingsIn } from './schema.ts';

/** The settings in force: defaults that depend on other settings are filled in, paths are absolute. */
export type Config = Omit<Settings, 'STORE_URL' | 'RELAY_URL' | 'SECRET'> &
  Readonly<{ STORE_URL: string; RELAY_URL: string; SECRET: readonly string[] }>;

/** A setting that cannot be used: one line per problem, by name and never by value. */
export class BadSetting extends Error {}

/** Called once, by main.ts. Reports every bad setting at once. Makes POSTERN_HOME, and the secret in it. */
export function loadConfig(env: NodeJS.ProcessEnv): Config {
  const parsed = Settings.safeParse(settingsIn(env));
  if (!parsed.success) throw new BadSetting(parsed.error.issues.map(problem).join('\n'));
  const home = resolve(parsed.data.POSTERN_HOME);
  makeHome(home);
  return Object.freeze({
    ...parsed.data,
    POSTERN_HOME: home,
    STORE_URL: absolute(parsed.data.STORE_URL ?? `file:${join(home, 'store')}`),
    RELAY_URL: absolute(parsed.data.RELAY_URL ?? `file:${join(home, 'outbox')}`),
    SECRET: parsed.data.SECRET ?? [keptSecret(join(home, 'secret'))],
  });
}

const problem = (issue: z.core.$ZodIssue): string => `${issue.path.join('.')}: ${issue.message}`;
const absolute = (url: string): string => (url.startsWith('file:') ? `file:${resolve(pathOf(url))}` : url);

/** The folder that a `file:` URL names; `file:relative` and `file:///absolute` both work. */
export const pathOf = (url: string): string => url.replace(/^file:(\/\/)?/, '');

function makeHome(home: string): void {
  try {
    mkdirSync(home, { recursive: true });
  } catch (cause) {
    throw new BadSetting(`POSTERN_HOME: the folder cannot be made (${(cause as NodeJS.ErrnoException).code})`);
  }
}

/** Made with `wx`, so that of two that start together both use the one that came first. */
function keptSecret(path: string): string {
  try {
    writeFileSync(path, `${randomBytes(32).toString('hex')}\n`, { flag: 'wx', mode: 0o600, flush: true });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') {
      throw new BadSetting(`POSTERN_HOME: the secret cannot be kept there (${(cause as NodeJS.ErrnoException).code})`);
    }
  }
  return readFileSync(path, 'utf8').trim();
}
