// How often a peer came within this minute, summed over all listeners.
//
// Nobody waits for it: each listener counts in memory, and once a second tells the others what it has
// counted and hears what they have. So a mail costs no query, a peer that spreads over the listeners is
// one second ahead at most, and while the store is away every listener goes by its own counts.
import type { Counts, ExchangeRates, PeerMinute } from '../../db/rate-table.ts';
import { networkShare, type PeerLimits, secondsMs } from '../limits.ts';
import { peerOf } from './peer.ts';

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

// Beyond so many peers a minute it is no peer's fault any more; who is not tracked is let in.
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

  /** What this peer has done in this minute, as far as we know. */
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
      onError(cause); // What was counted stays counted here, and is told the next time.
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
