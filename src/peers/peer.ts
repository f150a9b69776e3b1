import { isIPv4, isIPv6 } from 'node:net';

/** An address as limits count it, and the network that it belongs to. */
export type Peer = Readonly<{ address: string; network: string }>;

/**
 * IPv4 counts by address and by /24. In IPv6 a customer gets a /64 at least, so that counts as the address,
 * and a site gets a /48 (RFC 6177 section 2), so that counts as the network.
 */
export function peerOf(ip: string): Peer {
  const plain = ip.replace(/^::ffff:(?=\d+\.)/i, '');
  if (isIPv4(plain)) return { address: plain, network: `${plain.split('.').slice(0, 3).join('.')}.0/24` };
  if (!isIPv6(plain)) return { address: plain, network: plain };
  const groups = groupsOf(plain);
  return { address: `${groups.slice(0, 4).join(':')}::/64`, network: `${groups.slice(0, 3).join(':')}::/48` };
}

/** The eight groups of an IPv6 address, without leading zeros. */
function groupsOf(ip: string): string[] {
  const [before = '', after] = ip.split('%')[0]!.toLowerCase().split('::');
  const head = before === '' ? [] : before.split(':');
  const tail = after === undefined || after === '' ? [] : after.split(':');
  const missing = Math.max(0, 8 - head.length - tail.length);
  const groups = after === undefined ? head : [...head, ...Array<string>(missing).fill('0'), ...tail];
  return groups.map(group => group.replace(/^0+(?=.)/, ''));
}
