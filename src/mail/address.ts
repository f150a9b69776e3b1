// Addresses: how a string becomes an `Address`.
//
// An Address is an ASCII addr-spec whose domain is an A-label in lower case. Nothing else identifies a
// person, because only such addresses can be compared byte for byte.
import { domainToASCII, domainToUnicode } from 'node:url';

/** Normalised: lower-case A-label domain, lower-case local part; at most 254 octets. */
export type Address = string & { readonly brand: 'Address' };
/** An Address, or the lower-case text of a path that is none. `null` is the `<>` of DSNs (RFC 5321 section 4.5.5). */
export type ReversePath = string | null;
/** A display name with its address (RFC 5322 section 3.4). `name` is decoded and may be empty. */
export type Mailbox = Readonly<{ address: Address; name: string }>;

// dot-atom of RFC 5322 section 3.2.3. The quoted form is not accepted: parsers differ on it.
const localPart = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const domainName = /^(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?\.)*[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/;

// Letters that case folding or composing turns into ASCII: KELVIN SIGN into k, Turkish İ into i with a dot.
const foldsToAscii = (char: string): boolean => char > '\x7f' && /[\0-\x7f]/.test(char.normalize('NFC').toLowerCase());

/** The normalised address, or null where the text is not one. Limits: RFC 5321 section 4.5.3.1. */
export function toAddress(text: string): Address | null {
  if (text.length > maxWritten || [...text].some(foldsToAscii)) return null;
  const at = text.lastIndexOf('@');
  const local = text.slice(0, at).toLowerCase();
  const domain = toALabels(text.slice(at + 1).replace(/\.$/, ''));
  if (at < 1 || local.length > 64 || !localPart.test(local)) return null;
  if (domain === '' || domain.length > 253 || !domainName.test(domain)) return null;
  const address = `${local}@${domain}`;
  return address.length > 254 ? null : (address as Address);
}

/** Before normalising: a U-label is at most as many characters as its A-label has octets. */
const maxWritten = 512;

// The URL parser behind domainToASCII corrects its input: `%63orp.test`, `corp.test/x` and names with
// invisible characters all become corp.test. So the result has to convert back to what was written.
function toALabels(name: string): string {
  const written = name.normalize('NFC').toLowerCase();
  const ascii = domainToASCII(written);
  return ascii === written || domainToUnicode(ascii) === written ? ascii : '';
}

export const domainOf = (address: Address): string => address.slice(address.lastIndexOf('@') + 1);
export const localPartOf = (address: Address | string): string => address.slice(0, address.lastIndexOf('@'));
