import { type Header, parseHeader } from '../mail/header.ts';
import { countHeaderLines, fieldNameLength, maxHeaderBytes } from '../mail/header-block.ts';

/** Keeps the header while the mail streams by; never more than the limits allow. */
export type HeaderWatch = Readonly<{
  see(chunk: Buffer): void;
  tooBig(): boolean;
  header(): Header;
}>;

export function watchHeader(): HeaderWatch {
  let block = '';
  const lines = countHeaderLines();
  let lineStart = '';
  let tooManyLines = false;
  let complete = false;
  let tooBig = false;
  return {
    see(chunk) {
      if (complete || tooBig) return;
      // The end may straddle two chunks. Only what is new is looked at: a client that sends octet by
      // octet must not have us read the whole block for each.
      const tail = block.slice(-3);
      // latin1 keeps every octet, whatever its charset.
      const fresh = chunk.toString('latin1', 0, maxHeaderBytes + 4);
      const found = (tail + fresh).indexOf('\r\n\r\n');
      const startsWithBody = block.length < 2 && (block + fresh).startsWith('\r\n');
      complete = startsWithBody || found >= 0;
      const end = startsWithBody ? 0 : found - tail.length;
      const header = complete ? fresh.slice(0, Math.max(0, end)) : fresh;
      const [first = '', ...others] = header.split('\n');
      for (const start of [lineStart + first, ...others].slice(0, -1)) tooManyLines ||= lines.add(start);
      lineStart = (others.length > 0 ? others.at(-1)! : lineStart + first).slice(0, fieldNameLength);
      // The line end before the empty line is not in `header`.
      if (complete && lineStart.trim() !== '') tooManyLines ||= lines.add(lineStart);
      block = complete ? (block + fresh).slice(0, Math.max(0, block.length + end)) : block + fresh;
      tooBig = block.length > maxHeaderBytes || tooManyLines;
    },
    tooBig: () => tooBig,
    header: () => parseHeader(block),
  };
}
