import { randomFillSync } from 'node:crypto';
import { decodeTime, ulid } from 'ulid';

const pool = new Uint8Array(1_024);
let used = pool.length;

/** The library takes one random octet a letter, by default with one system call each: these are buffered. */
function randomFraction(): number {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  return pool[used++]! / 256;
}

/** A ULID in lower case: 26 characters of [0-9a-z] that sort by creation time. */
export const newId = (): string => ulid(undefined, randomFraction).toLowerCase();

/** When an id was made, in milliseconds since 1970; null for what is no id of ours. */
export function timeOfId(id: string): number | null {
  if (!/^[0-7][0-9a-hjkmnp-tv-z]{25}$/.test(id)) return null;
  return decodeTime(id.toUpperCase());
}
