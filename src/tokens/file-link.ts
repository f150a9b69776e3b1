// Links to files: `/files/<token>/<file>`, bound to one reader and one file.
import type { Address } from '../mail/address.ts';
import { readTicketToken, signTicketToken } from './ticket-token.ts';

export const fileLinkDays = 30;
/** The key of a file in the store, without its folder: `parts/<file>`. */
const shape = /^[0-9a-z-]{1,64}$/;

export type LinkedFile = Readonly<{ ticketNumber: number; recipient: Address; key: string }>;

/** The path of a link that works for 30 days from `now`. */
export function signFilePath({ ticketNumber, recipient, key }: LinkedFile, secret: string, now: Date): string {
  const file = key.replace(/^parts\//, '');
  const token = signTicketToken({ purpose: `file ${file}`, ticketNumber, recipient }, secret, now, fileLinkDays);
  return `/files/${token}/${file}`;
}

/** The key of the file in the store, and the ticket of the link; null for a link that was altered or is too old. */
export function readFilePath(
  { token, file }: Readonly<{ token: string; file: string }>,
  keys: readonly string[],
  now: Date,
): Readonly<{ key: string; ticketNumber: number; isFor(address: Address): boolean }> | null {
  if (!shape.test(file)) return null;
  const read = readTicketToken(token, { purpose: `file ${file}`, keys, now });
  return read.kind === 'valid' ? { key: `parts/${file}`, ticketNumber: read.ticketNumber, isFor: read.isFor } : null;
}
