// Who is on which ticket just now. Each page says so again and again; what is not said again ends by itself.
import type { Presence } from '../tickets/changes.ts';

type Present = Readonly<{ email: string; name: string; state: 'reading' | 'writing' }>;
type Seen = Present & Readonly<{ at: number }>;

export const presentMs = 30_000;
/** Beyond so many tickets at once nothing more is noted until some are left. */
const mostTickets = 5_000;

export function trackPresence(now: () => number = Date.now) {
  const tickets = new Map<number, Map<string, Seen>>();
  const living = (ticket: number): Map<string, Seen> => {
    const seen = tickets.get(ticket) ?? new Map<string, Seen>();
    for (const [email, { at }] of seen) if (now() - at > presentMs) seen.delete(email);
    return seen;
  };
  return {
    /** Notes it, and answers who is there now. */
    note({ ticket, email, name, state }: Presence): readonly Present[] {
      const seen = living(ticket);
      if (state === 'gone') seen.delete(email);
      else if (tickets.has(ticket) || tickets.size < mostTickets) seen.set(email, { email, name, state, at: now() });
      if (seen.size > 0) tickets.set(ticket, seen);
      else tickets.delete(ticket);
      return [...seen.values()].map(({ at: _, ...present }) => present);
    },
  };
}
