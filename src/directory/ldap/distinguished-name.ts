/**
 * The normal form of a name: lower case, no blanks around separators, every escape in one form (RFC 4514
 * section 2.4).
 */
export function normalDn(dn: string): string {
  let normal = '';
  for (let at = 0; at < dn.length; at++) {
    if (dn[at] !== '\\') normal += dn[at];
    else {
      const hex = dn.slice(at + 1, at + 3);
      const isHex = /^[0-9a-f]{2}$/i.test(hex);
      normal += `\\${isHex ? hex : (dn.codePointAt(at + 1) ?? 92).toString(16).padStart(2, '0')}`;
      at += isHex ? 2 : 1;
    }
  }
  return normal
    .split(/[,;]/)
    .map(part => part.split('=').map(trim).join('='))
    .join(',')
    .toLowerCase();
}

const trim = (text: string): string => text.trim().replace(/ {2,}/g, ' ');
