// Letters that prove that an address is ours: base32 of an HMAC, in lower case, because mail programs
// and gateways change the case.
import { createHmac, timingSafeEqual } from 'node:crypto';

// 5 bits a letter, the alphabet of RFC 4648 section 6 in lower case.
const letters = 'abcdefghijklmnopqrstuvwxyz234567';

/** The first `length` letters; `text` begins with what it is for, so that no proof serves for another. */
export function mac(text: string, key: string, length: number): string {
  const digest = createHmac('sha256', key).update(text).digest();
  const last = Math.ceil((length * 5) / 8) - 1;
  let said = '';
  // From the last bit on: a letter lies in one byte, or in that and the one before.
  for (let bit = 0; bit < length * 5; bit += 5) {
    const at = last - (bit >> 3);
    const two = digest[at]! | ((at > 0 ? digest[at - 1]! : 0) << 8);
    said += letters[(two >> (bit & 7)) & 31];
  }
  return said;
}

export const sameMac = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
