// Letters that prove that an address is ours: base32 of an HMAC, in lower case, because mail programs
// and gateways change the case.
import { createHmac, timingSafeEqual } from 'node:crypto';

// 5 bits a letter, the alphabet of RFC 4648 section 6 in lower case.
const letters = 'abcdefghijklmnopqrstuvwxyz234567';

/** The first `length` letters; `text` begins with what it is for, so that no proof serves for another. */
export function mac(text: string, key: string, length: number): string {
  const digest = createHmac('sha256', key).update(text).digest();
  let bits = 0n;
  for (const byte of digest.subarray(0, Math.ceil((length * 5) / 8))) bits = (bits << 8n) | BigInt(byte);
  return Array.from({ length }, (_, at) => letters[Number((bits >> BigInt(5 * at)) & 31n)]).join('');
}

export const sameMac = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
