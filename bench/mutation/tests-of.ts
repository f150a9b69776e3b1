// The tests that a room's mutants are run against, in the order in which a mutant meets them.
import { globSync, readFileSync } from 'node:fs';
import { basename, dirname, relative, resolve } from 'node:path';

/** A room's own tests, and those that hold what it promises to others. */
const beside: Readonly<Record<string, readonly string[]>> = {
  actions: ['test/filing/{commands,followers,held,held-told,agents-told,removed,copies,life}.test.ts'],
  filing: ['test/actions/{newcomers,one-mail,undo}.test.ts'],
};

export type TestFile = Readonly<{ path: string; needsPostgres: boolean }>;

/** Tests without PostgreSQL first, then those that import the room itself, then the smaller ones. */
export function testsOf(room: string): readonly TestFile[] {
  const paths = globSync([`test/${room}/**/*.test.ts`, ...(beside[room] ?? [])]);
  const files = paths.map(path => {
    const read = new Set<string>();
    const source = readFileSync(path, 'utf8');
    return {
      path,
      needsPostgres: asksForPostgres(path, read),
      near: source.includes(`src/${room}/`),
      size: source.length,
    };
  });
  return files.toSorted(
    (a, b) => Number(a.needsPostgres) - Number(b.needsPostgres) || Number(b.near) - Number(a.near) || a.size - b.size,
  );
}

/** Whether the file, or a file of the tests that it imports, asks vitest for the server. */
function asksForPostgres(path: string, read: Set<string>): boolean {
  if (read.has(path)) return false;
  read.add(path);
  const source = readFileSync(path, 'utf8');
  if (source.includes("inject('postgresUrl')")) return true;
  return [...source.matchAll(/from '(\.[^']+\.ts)'/g)]
    .map(([, target]) => relative('.', resolve(dirname(path), target!)))
    .filter(target => target.startsWith('test/') && basename(target) !== 'postgres.ts')
    .some(target => asksForPostgres(target, read));
}
