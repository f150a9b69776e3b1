// Where a reader goes after signing in: a path of ours, signed, so that no link leads elsewhere.
import { mac, sameMac } from '../tokens/mac.ts';

const letters = 16;
const macOf = (path: string, key: string): string => mac(`page path ${path}`, key, letters);

/** The path as a query value. */
export const signPath = (path: string, key: string): string => `${macOf(path, key)}${path}`;

/** The path; null where it is not one that we signed. */
export function readPath(signed: string | undefined, keys: readonly string[]): string | null {
  const [proof, path] = [(signed ?? '').slice(0, letters), (signed ?? '').slice(letters, 2_000)];
  if (!/^\/(?![/\\])/.test(path)) return null;
  return keys.some(key => sameMac(macOf(path, key), proof)) ? path : null;
}
