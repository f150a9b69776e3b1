import { type Header, parseHeader } from '../mail/header.ts';

/** Keeps the header while the mail streams by; never more than the limits allow. */
export type HeaderWatch = Readonly<{
  see(chunk: Buffer): void;
  tooBig(): boolean;
  header(): Header;
}>;

// Ours: many times what real mail has, and little enough for every parser behind us.
export const maxHeaderBytes = 65_536;
export const maxHeaderLines = 1_000;

export function watchHeader(): HeaderWatch {
  let block = '';
  let complete = false;
  let tooBig = false;
  return {
    see(chunk) {
      if (complete || tooBig) return;
      const from = Math.max(0, block.length - 3);
      // latin1 keeps every octet, whatever its charset.
      block += chunk.toString('latin1', 0, maxHeaderBytes + 4);
      const end = block.startsWith('\r\n') ? 0 : block.indexOf('\r\n\r\n', from);
      complete = end >= 0;
      if (complete) block = block.slice(0, end);
      tooBig = block.length > maxHeaderBytes || block.split('\n').length > maxHeaderLines;
    },
    tooBig: () => tooBig,
    header: () => parseHeader(block),
  };
}
