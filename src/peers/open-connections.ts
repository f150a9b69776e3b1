// The connections that are open to a listener of ours, counted by address and network. SMTP, HTTP and the
// policy server use the same count, each with its own limits.
import { type BlockList, isIPv6 } from 'node:net';
import { peerOf } from './peer.ts';

export type OpenConnections = Readonly<{
  /** Null when there are too many already; else a function to call when the connection has ended. */
  enter(ip: string, trusted: boolean): (() => void) | null;
  count(): number;
}>;
export type ConnectionLimits = Readonly<{
  /** Open at once, from all addresses. */
  connections: number;
  /** Open at once, from one address. */
  connectionsPerPeer: number;
}>;

// The limit of a network (an IPv4 /24, an IPv6 /48), as a multiple of that of one address: an office with
// several addresses fits, a rented block does not.
export const networkShare = 4;
// The last tenth of all connections is kept for trusted peers: strangers must not shut them out.
export const strangersShare = 0.9;

export function countConnections(limits: ConnectionLimits): OpenConnections {
  const open = new Map<string, number>();
  let total = 0;
  const add = (key: string, by: number) => {
    const count = (open.get(key) ?? 0) + by;
    if (count > 0) open.set(key, count);
    else open.delete(key);
  };
  return {
    count: () => total,
    enter(ip, trusted) {
      if (total >= limits.connections * (trusted ? 1 : strangersShare)) return null;
      const { address, network } = peerOf(ip);
      const keys = trusted ? [] : [address, network];
      if (!trusted) {
        if ((open.get(address) ?? 0) >= limits.connectionsPerPeer) return null;
        if ((open.get(network) ?? 0) >= limits.connectionsPerPeer * networkShare) return null;
      }
      total += 1;
      for (const key of keys) add(key, 1);
      let inside = true;
      return () => {
        if (!inside) return;
        inside = false;
        total -= 1;
        for (const key of keys) add(key, -1);
      };
    },
  };
}

/** An IPv4 peer of an IPv6 socket (`::ffff:192.0.2.1`) is found among the IPv4 blocks. */
export const isListed = (networks: BlockList, ip: string): boolean => networks.check(ip, isIPv6(ip) ? 'ipv6' : 'ipv4');
