// What a signature covers of a header (RFC 6376 section 5.4): each name in h= covers one field of that name,
// from the bottom up. A field that was added above the signed ones later is not covered.
import type { AlignedPass } from '../../mail/authentication.ts';
import { fieldValue, fieldValues, type Header } from '../../mail/header.ts';

/**
 * The names of the fields that are signed, every one of that name, in lower case. `keys` are the names of the
 * fields that went into the signature, each as often as it did, with colons between them.
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

/** When a signature that tells no time itself was made: at the time of a Date field that it covers. */
export function dateCovered(
  covers: readonly string[],
  header: Header,
): Pick<AlignedPass, 'signedAt'> & Pick<Partial<AlignedPass>, 'undated'> {
  const time = covers.includes('date') ? Date.parse(fieldValue(header, 'date') ?? '') : Number.NaN;
  return Number.isNaN(time) ? { signedAt: null, undated: true } : { signedAt: new Date(time).toISOString() };
}
