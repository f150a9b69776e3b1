import type { Resolve } from './resolver.ts';

/** A modifier without its value, which is a syntax error. */
const unreadable = 'v=spf1 exp=';

/**
 * The same resolver, except that an SPF record with two `exp=` gets a syntax error, so that the result is
 * permerror (RFC 7208 section 6). mailauth would take the first one; it checks `redirect=` itself.
 */
export const withSpfChecked =
  (resolve: Resolve): Resolve =>
  async (name, rrtype) => {
    const records = await resolve(name, rrtype);
    return rrtype === 'TXT' ? records.map(record => (repeatsExp(record) ? [unreadable] : record)) : records;
  };

function repeatsExp(record: readonly string[]): boolean {
  const [version, ...terms] = record.join('').split(/ +/);
  return version?.toLowerCase() === 'v=spf1' && terms.filter(term => /^exp=/i.test(term)).length > 1;
}
