// The secrets of sign-in: nothing that is kept in the database or in the outbox signs a person in.
//
// The token of a link and its code are derived from the id of the request under SECRET, so the mail that carries
// them can be composed again at every attempt, and a copy of the tables is worth nothing.
import { createHash, createHmac, randomBytes } from 'node:crypto';
import { mac, sameMac } from '../tokens/mac.ts';

const tokenLetters = 32;
const shape = /^([0-9a-z]{26})\.([a-z2-7]{32})$/;

/** The last part of the link's path. */
export const linkToken = (id: string, key: string): string => `${id}.${mac(`sign-in link ${id}`, key, tokenLetters)}`;

/** The id of the request; null for a token that is not ours. `keys` newest first. */
export function idOfToken(token: string, keys: readonly string[]): string | null {
  const [, id, proof] = shape.exec(token) ?? [];
  if (!id || !proof) return null;
  return keys.some(key => sameMac(mac(`sign-in link ${id}`, key, tokenLetters), proof)) ? id : null;
}

/** Eight digits. */
export function codeOf(id: string, key: string): string {
  const digest = createHmac('sha256', key).update(`sign-in code ${id}`).digest();
  return String(digest.readUIntBE(0, 6) % 100_000_000).padStart(8, '0');
}

/** Spaces and hyphens between the digits do not count. */
export function isCodeOf(id: string, typed: string, keys: readonly string[]): boolean {
  const digits = typed.replace(/\D/g, '');
  return keys.some(key => sameMac(codeOf(id, key), digits));
}

/** 256 bits for a cookie. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

/** What is kept of a cookie's value. */
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');
