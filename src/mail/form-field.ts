import { fieldValue, type Header } from './header.ts';

/** The header field of a mail that a form or the API composed: the number of its lines that are fields. */
export const formField = 'X-Postern-Form';

/** That number; null where the mail has none. Only a mail that we composed ourselves may be asked. */
export function formLines(header: Header): number | null {
  const said = fieldValue(header, formField.toLowerCase());
  return said !== null && /^\s*\d\s*$/.test(said) ? Number(said) : null;
}
