import type { BlockList } from 'node:net';
import { isIPv6 } from 'node:net';
import { networkShare, type PeerLimits, strangersShare } from '../limits.ts';
import { peerOf } from './peer.ts';

/** Who is connected now, to this listener; it answers whether one more may come. */
export type OpenConnections = Readonly<{
  /** Null when there are too many already; else to be called when the connection has ended. */
  enter(ip: string, trusted: boolean): (() => void) | null;
  count(): number;
}>;

export function countConnections(limits: Pick<PeerLimits, 'connections' | 'connectionsPerPeer'>): OpenConnections {
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
