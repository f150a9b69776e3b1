// Connections and mails of a peer within this minute, summed over all listeners.
//
// Each listener counts in memory and exchanges its counts with the others once a second. So a mail costs no
// query, a peer that spreads over the listeners gains one second at most, and while the database is away
// every listener uses its own counts.
import type { Counts, ExchangeRates, PeerMinute } from '../../db/rate-table.ts';
import { networkShare } from '../../peers/open-connections.ts';
import { peerOf } from '../../peers/peer.ts';
import { type PeerLimits, secondsMs } from '../limits.ts';

export type PeerRates = Readonly<{
  /** Counts one more; false when it is one too many. */
  connection(ip: string): boolean;
  mail(ip: string): boolean;
  stop(): Promise<void>;
}>;
type Settings = Readonly<{
  limits: Pick<PeerLimits, 'connectionsPerMinute' | 'mailsPerMinute'>;
  exchange: ExchangeRates;
  onError(cause: unknown): void;
  now?: () => number;
  everyMs?: number;
}>;
type Entry = { minute: number; mine: Record<keyof Counts, number>; everyones: Record<keyof Counts, number> };

// Bounds memory. Peers beyond this number are not counted in this minute, and are let in.
const maxPeers = 50_000;
const batch = 5_000;

export function trackRates({ limits, exchange, onError, now = Date.now, everyMs = secondsMs }: Settings): PeerRates {
  const entries = new Map<string, Entry>();
  const most: Counts = { connections: limits.connectionsPerMinute, mails: limits.mailsPerMinute };
  let exchanging: Promise<void> | null = null;
  const timer = setInterval(() => {
    exchanging ??= flush().finally(() => {
      exchanging = null;
    });
  }, everyMs).unref();

  function count(ip: string, what: keyof Counts): boolean {
    const { address, network } = peerOf(ip);
    const minute = minuteOf(now());
    const own = add(address, minute, what);
    const whole = add(network, minute, what);
    return own <= most[what] && whole <= most[what] * networkShare;
  }

  /** The count of this peer in this minute, as far as this listener knows. */
  function add(peer: string, minute: number, what: keyof Counts): number {
    let entry = entries.get(peer);
    if (entry?.minute !== minute) {
      if (!entry && entries.size >= maxPeers) return 0;
      entry = { minute, mine: { connections: 0, mails: 0 }, everyones: { connections: 0, mails: 0 } };
      entries.set(peer, entry);
    }
    entry.mine[what] += 1;
    return entry.mine[what] + entry.everyones[what];
  }

  async function flush(): Promise<void> {
    const minute = minuteOf(now());
    for (const [peer, entry] of entries) if (entry.minute < minute) entries.delete(peer);
    const counted = [...entries]
      .filter(([, { mine }]) => mine.connections + mine.mails > 0)
      .slice(0, batch)
      .map(([peer, { minute: of, mine }]): PeerMinute => ({ peer, minute: of, ...mine }));
    if (counted.length === 0) return;
    try {
      settle(counted, await exchange(counted));
    } catch (cause) {
      onError(cause); // The counts stay here and are sent with the next exchange.
    }
  }

  function settle(counted: readonly PeerMinute[], sums: readonly PeerMinute[]): void {
    const told = new Map(counted.map(each => [each.peer, each]));
    for (const { peer, minute, connections, mails } of sums) {
      const [entry, mine] = [entries.get(peer), told.get(peer)];
      if (!entry || !mine || entry.minute !== minute) continue;
      entry.mine.connections -= mine.connections;
      entry.mine.mails -= mine.mails;
      entry.everyones = { connections, mails };
    }
  }

  return {
    connection: ip => count(ip, 'connections'),
    mail: ip => count(ip, 'mails'),
    async stop() {
      clearInterval(timer);
      await exchanging;
    },
  };
}

export const minuteOf = (milliseconds: number): number => Math.floor(milliseconds / 60_000);
