import { createPrivateKey, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { z } from 'zod';
import { Settings, settingsIn } from './schema.ts';

/** The settings in force: defaults that depend on other settings are filled in, paths are absolute. */
export type Config = Omit<Settings, 'STORE_URL' | 'SPOOL_URL' | 'RELAY_URL' | 'SECRET'> &
  Readonly<{
    STORE_URL: string;
    SPOOL_URL: string;
    RELAY_URL: string;
    SECRET: readonly string[];
    signing: Signing | null;
  }>;
/** `privateKey` as PEM. */
export type Signing = Readonly<{ domain: string; selector: string; privateKey: string }>;

/** Unusable settings: one line per problem, with the setting's name and never its value. */
export class BadSetting extends Error {}

/** Relative paths in settings are relative to this folder, wherever the command is called. */
const packageFolder = fileURLToPath(new URL('../..', import.meta.url));
const placed = (path: string): string => resolve(packageFolder, path);

/**
 * Reports all bad settings at once. Makes POSTERN_HOME and the secret in it, unless the command only reads: then the
 * folder may be missing, and a missing secret is a new one for this call.
 */
export function loadConfig(env: NodeJS.ProcessEnv, { reads = false }: { reads?: boolean } = {}): Config {
  const parsed = Settings.safeParse(settingsIn(env));
  if (!parsed.success) throw new BadSetting(parsed.error.issues.map(problem).join('\n'));
  const { SMTP_TLS_CERT, SMTP_TLS_KEY } = parsed.data;
  if (SMTP_TLS_KEY && !SMTP_TLS_CERT) throw new BadSetting('SMTP_TLS_CERT: SMTP_TLS_KEY needs it');
  const home = placed(parsed.data.POSTERN_HOME);
  if (!reads) makeHome(home);
  return Object.freeze({
    ...parsed.data,
    ...filesIn(parsed.data),
    POSTERN_HOME: home,
    STORE_URL: absolute(parsed.data.STORE_URL ?? `file:${join(home, 'store')}`),
    SPOOL_URL: absolute(parsed.data.SPOOL_URL ?? spoolBeside(parsed.data.STORE_URL, home)),
    RELAY_URL: absolute(parsed.data.RELAY_URL ?? `file:${join(home, 'outbox')}`),
    signing: signingOf(parsed.data),
    SECRET: parsed.data.SECRET ?? [reads ? readSecret(join(home, 'secret')) : keptSecret(join(home, 'secret'))],
  });
}

const problem = (issue: z.core.$ZodIssue): string => `${issue.path.join('.')}: ${issue.message}`;
/** A store in a bucket holds the spool, too: then no machine keeps mail of its own. */
const spoolBeside = (store: string | undefined, home: string): string =>
  store?.startsWith('s3:') ? store : `file:${join(home, 'spool')}`;
const absolute = (url: string): string => (url.startsWith('file:') ? `file:${placed(pathOf(url))}` : url);

/** The folder of a `file:` URL; `file:relative` and `file:///absolute` both work. */
export const pathOf = (url: string): string => url.replace(/^file:(\/\/)?/, '');

const fileSettings = ['SMTP_TLS_CERT', 'SMTP_TLS_KEY', 'DKIM_KEY', 'LDAP_CA_FILE', 'TEMPLATES_DIR'] as const;
/** The files and folders that settings name, as absolute paths. */
const filesIn = (given: Settings): Partial<Settings> =>
  Object.fromEntries(
    fileSettings.flatMap(name => (given[name] === undefined ? [] : [[name, placed(given[name])] as const])),
  );

/** Read at the start, because a bad key would else fail only with the first mail. */
function signingOf({ DKIM_KEY, DKIM_SELECTOR, DKIM_DOMAIN, SUPPORT_ADDRESS }: Settings): Signing | null {
  if (DKIM_KEY === undefined) {
    const alone = DKIM_SELECTOR === undefined ? DKIM_DOMAIN && 'DKIM_DOMAIN' : 'DKIM_SELECTOR';
    if (alone) throw new BadSetting(`DKIM_KEY: ${alone} needs it; without a key nothing is signed`);
    return null;
  }
  if (DKIM_SELECTOR === undefined) throw new BadSetting('DKIM_SELECTOR: DKIM_KEY needs it');
  try {
    const privateKey = readFileSync(placed(DKIM_KEY), 'utf8');
    const key = createPrivateKey(privateKey);
    // RFC 8301 section 3.2: verifiers ignore shorter keys.
    const bits = key.asymmetricKeyType === 'rsa' ? (key.asymmetricKeyDetails?.modulusLength ?? 0) : 0;
    if (bits < 1024) throw new BadSetting('DKIM_KEY: must be an RSA key of 1024 bits or more');
    return { domain: DKIM_DOMAIN ?? SUPPORT_ADDRESS[0]!.split('@')[1]!, selector: DKIM_SELECTOR, privateKey };
  } catch (cause) {
    if (cause instanceof BadSetting) throw cause;
    throw new BadSetting(
      `DKIM_KEY: no private key in PEM can be read there (${(cause as NodeJS.ErrnoException).code})`,
    );
  }
}

function makeHome(home: string): void {
  try {
    mkdirSync(home, { recursive: true });
  } catch (cause) {
    throw new BadSetting(`POSTERN_HOME: the folder cannot be made (${(cause as NodeJS.ErrnoException).code})`);
  }
}

function readSecret(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return randomBytes(32).toString('hex');
  }
}

/** Made with `wx`, so that two processes that start together use the same secret. */
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
