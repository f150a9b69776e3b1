// Relays that authenticate a mail before they pass it on, and their results.
//
// A relay must strip Authentication-Results fields with its own name from what it receives
// (RFC 8601 section 5), so the topmost field of that name is its own. From any other peer, or with any
// other name, the field proves nothing.
import { type BlockList, isIP } from 'node:net';
import type { Arrival } from '../../mail/arrival.ts';
import { fieldValues, type Header } from '../../mail/header.ts';
import { type AuthenticationResults, authservIdIn, parseAuthenticationResults } from './authentication-results.ts';
import { type NamedSignature, namedSignatures } from './named-signatures.ts';

export type Relay =
  | Readonly<{ kind: 'none' }>
  /** All mail that it passes on counts as authenticated. */
  | Readonly<{ kind: 'trusted' }>
  /** Its Authentication-Results field decides; null where there is no readable one. */
  | Readonly<{
      kind: 'reports';
      name: string;
      results: AuthenticationResults | null;
      /** The signatures that the mail carries; null where they are too many. */
      signatures: readonly NamedSignature[] | null;
    }>;

export type RelaySettings = Readonly<{ networks: BlockList; authservId: string | null }>;

export function relayOf(
  { ip, mailFrom }: Pick<Arrival, 'ip' | 'mailFrom'>,
  header: Header,
  { networks, authservId }: RelaySettings,
): Relay {
  const version = isIP(ip);
  // An IPv4 peer of an IPv6 socket (`::ffff:192.0.2.1`) is found among the IPv4 blocks.
  if (version === 0 || !networks.check(ip, version === 6 ? 'ipv6' : 'ipv4')) return { kind: 'none' };
  if (authservId === null) return { kind: 'trusted' };
  const results = mayInject(mailFrom) ? null : topmost();
  return { kind: 'reports', name: authservId, results, signatures: namedSignatures(header) };

  function topmost() {
    const isOwn = (value: string) => authservIdIn(value)?.toLowerCase() === authservId?.toLowerCase();
    // Where the topmost field cannot be read, the next one is not used: it may be forged.
    const own = fieldValues(header, 'authentication-results').find(isOwn);
    return own === undefined ? null : parseAuthenticationResults(own);
  }
}

/**
 * Many relays write the envelope sender into their field without quotes (`smtp.mailfrom=…`). A quoted local part,
 * such as `"x; dkim=pass header.d=corp.test"`, could add results of its own there.
 */
const mayInject = (mailFrom: Arrival['mailFrom']): boolean =>
  mailFrom !== null && /[\x00-\x20"(),;<>\\\x7f]/.test(mailFrom);
