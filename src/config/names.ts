// Names of settings that nobody reads: a misspelt one would be as if it were not set.
import { BadSetting } from './load.ts';
import { Settings } from './schema.ts';

const known = Object.keys(Settings.shape);
const maxDistance = 3;

/** What belongs to Node, to the system and to programs beside us that read the same file. */
const ofOthers =
  /^(?:NODE|NPM|LC|AWS|COMPOSE|DOCKER|POSTGRES|PG|MINIO|REDIS_PASSWORD)(?:_|$)|^(?:TZ|LANG|PATH|HOME|HTTPS?_PROXY|NO_PROXY)$/i;
/** Kubernetes sets these in every container beside a service of our name. */
const ofKubernetes = /^POSTERN(?:_[A-Z0-9_]+)?_(?:SERVICE_(?:HOST|PORT)(?:_\w+)?|PORT(?:_\d+_\w+)?)$/;

/**
 * Throws BadSetting for every unknown name in `.env`, and for a `POSTERN_…` of the environment that is none of ours,
 * with the name that was probably meant.
 */
export function refuseUnknownNames(file: readonly string[], env: NodeJS.ProcessEnv): void {
  const strays = Object.keys(env).filter(name => /^POSTERN_/i.test(name) && !ofKubernetes.test(name));
  const unknown = [...new Set([...file.filter(name => !ofOthers.test(name)), ...strays])];
  const problems = unknown
    .filter(name => !known.includes(name))
    .map(name => `${name}: there is no such setting${hint(name)}`);
  if (problems.length > 0) throw new BadSetting(problems.join('\n'));
}

function hint(name: string): string {
  const nearest = nearestSetting(name);
  return nearest === null ? '; docs/settings.md lists them' : `; did you mean ${nearest}?`;
}

/** Null where nothing is near. */
export function nearestSetting(name: string): string | null {
  const wanted = name.toUpperCase().replaceAll('-', '_');
  const bare = wanted.replace(/^POSTERN_/, '');
  const near = known
    .map(setting => ({ setting, away: Math.min(distance(wanted, setting), distance(bare, setting)) }))
    .sort((a, b) => a.away - b.away)[0];
  return near && near.away <= Math.min(maxDistance, Math.floor(near.setting.length / 3)) ? near.setting : null;
}

/** How many letters are to be changed, added or taken away. */
function distance(from: string, to: string): number {
  if (Math.abs(from.length - to.length) > maxDistance) return maxDistance + 1;
  let row = Array.from({ length: to.length + 1 }, (_, at) => at);
  for (const [above, letter] of [...from].entries()) {
    const next = [above + 1];
    for (const [at, other] of [...to].entries()) {
      next.push(Math.min(next[at]! + 1, row[at + 1]! + 1, row[at]! + (letter === other ? 0 : 1)));
    }
    row = next;
  }
  return row[to.length]!;
}
