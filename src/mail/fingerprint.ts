import { createHash } from 'node:crypto';

/** The same bytes, and their hash once all have been read. */
export type Fingerprinting = Readonly<{ bytes: AsyncIterable<Buffer>; bodyHash(): string }>;

const blankLine = Buffer.from('\r\n\r\n');

/**
 * SHA-256 of the body: everything after the first blank line. Two deliveries of one mail have different
 * headers (each hop adds to it, RFC 5321 section 4.4) and the same body.
 */
export function fingerprinting(source: AsyncIterable<Buffer>): Fingerprinting {
  const hash = createHash('sha256');
  let header: Buffer | null = Buffer.alloc(0);
  async function* pass(): AsyncGenerator<Buffer> {
    for await (const chunk of source) {
      header = header && Buffer.concat([header, chunk]);
      const end = header?.indexOf(blankLine) ?? -1;
      if (header === null) hash.update(chunk);
      else if (end >= 0) {
        hash.update(header.subarray(end + blankLine.length));
        header = null;
      }
      yield chunk;
    }
  }
  return { bytes: pass(), bodyHash: () => hash.digest('hex') };
}

/** The same for all deliveries of one mail. */
export const fingerprintOf = (parts: readonly (string | null)[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex');
