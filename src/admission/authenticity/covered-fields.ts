// Which header fields a signature covers (RFC 6376 section 5.4): each name in h= covers one field of that name,
// from the bottom up. A field that was added above the signed ones is not covered.
import type { AlignedPass } from '../../mail/authentication.ts';
import { fieldValue, fieldValues, type Header } from '../../mail/header.ts';

/**
 * The lower-case names of which every field is signed. `keys` are the names of the signed fields, each as often
 * as it was signed, separated by colons.
 */
export function coveredFields(keys: string | undefined, header: Header): string[] {
  const signed = new Map<string, number>();
  for (const key of (keys ?? '').split(':')) {
    const name = key.trim().toLowerCase();
    // Names of fields as RFC 5322 section 2.2 has them.
    if (/^[!-9;-~]{1,76}$/.test(name)) signed.set(name, (signed.get(name) ?? 0) + 1);
  }
  return [...signed].filter(([name, count]) => count >= fieldValues(header, name).length).map(([name]) => name);
}

/** The time of a signature without t=: that of the Date field, where the signature covers it. */
export function dateCovered(
  covers: readonly string[],
  header: Header,
): Pick<AlignedPass, 'signedAt'> & Pick<Partial<AlignedPass>, 'undated'> {
  const time = covers.includes('date') ? Date.parse(fieldValue(header, 'date') ?? '') : Number.NaN;
  return Number.isNaN(time) ? { signedAt: null, undated: true } : { signedAt: new Date(time).toISOString() };
}
