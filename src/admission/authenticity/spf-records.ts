import type { Resolve } from './resolver.ts';

/** A modifier without its value: a syntax error to every reader. */
const unreadable = 'v=spf1 exp=';

/**
 * The same resolver, but an SPF record with two `exp=` cannot be read, which makes the result permerror
 * (RFC 7208 section 6). mailauth takes the first one; it checks `redirect=` itself.
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
