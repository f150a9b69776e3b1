import { getDomain } from 'tldts';

const publicSuffixes = { allowIcannDomains: true, allowPrivateDomains: true };

/** Same domain, same organisation by the Public Suffix List, or neither. Names as A-labels in lower case. */
export function alignment(author: string, other: string): 'same' | 'organisation' | 'none' {
  if (author === '' || other === '') return 'none';
  if (author === other) return 'same';
  const organisation = getDomain(author, publicSuffixes);
  return organisation !== null && organisation === getDomain(other, publicSuffixes) ? 'organisation' : 'none';
}

/** How DNS compares names: without case and without the root's dot. */
export const plainDomain = (name: string): string => name.trim().toLowerCase().replace(/\.+$/, '');

/** The organisation's domain by the Public Suffix List; null for a suffix itself. */
export const organisationOf = (domain: string): string | null => getDomain(domain, publicSuffixes);
