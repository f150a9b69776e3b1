import { randomFillSync } from 'node:crypto';
import { ulid } from 'ulid';

const pool = new Uint8Array(1_024);
let used = pool.length;

/** The library asks for one random octet a letter, and by itself asks the system as often. */
function randomFraction(): number {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  return pool[used++]! / 256;
}

/** A ULID in lower case: 26 characters of [0-9a-z], which sort by the time of their making. */
export const newId = (): string => ulid(undefined, randomFraction).toLowerCase();
