// Roles on several hosts need everything that they hand each other in places that all of them reach. A host that
// could not find what the others keep is refused at its start, with the setting that is missing.
import { sep } from 'node:path';
import type { Config } from './load.ts';

type Role = 'smtp' | 'worker' | 'http';
type Given = Readonly<Record<string, string>>;

/** What is missing for these roles without the others in the same process: one line for each setting. */
export function missingApart(roles: readonly Role[], config: Config, given: Given): string[] {
  const alone = roles.includes('worker') && roles.length > 1;
  if (alone) return [];
  const here = roles.join(' and ');
  const other = roles.includes('worker') ? 'listener' : 'worker';
  const why = `\`--roles ${roles.join(',')}\` leaves the ${other} to another process`;
  const ours = (url: string) => url.startsWith(`file:${config.POSTERN_HOME}${sep}`);
  return [
    ...(given.DATABASE_URL
      ? []
      : [`DATABASE_URL: ${why}, and the embedded PostgreSQL belongs to this one. Name a server that both reach.`]),
    ...(ours(config.SPOOL_URL)
      ? [`SPOOL_URL: ${why}, which does not see ${config.SPOOL_URL}. Name s3: or a folder that both see.`]
      : []),
    ...(roles.includes('http') && ours(config.STORE_URL)
      ? [`STORE_URL: ${why}, which keeps files where ${here} cannot see them. Name s3: or a folder that both see.`]
      : []),
    ...(given.SECRET ? [] : [`SECRET: ${why}, and each would sign with a secret of its own. Set the same on all.`]),
  ];
}
