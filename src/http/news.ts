// Which changes of a ticket are news to its requester and followers. A change is announced by every door as a number
// only, so what they see is compared with what they saw: of a note, or another thing of the agents' own, they hear nothing.
import type { OnTicket } from '../tickets/views/visible.ts';

type Seen = Pick<OnTicket, 'number' | 'newest' | 'shown'>;
export type News = Readonly<{
  /** Before anyone has heard of a ticket, what is newer than this entry is news. */
  since(newest: number): void;
  /** Whether they see something else than when they last heard of it. */
  isNews(ticket: Seen): boolean;
}>;

const maxKnown = 10_000;

export function trackNews(): News {
  const known = new Map<number, Seen>();
  let floor = 0;
  return {
    since(newest) {
      known.clear();
      floor = newest;
    },
    isNews(ticket) {
      const before = known.get(ticket.number);
      known.delete(ticket.number);
      known.set(ticket.number, ticket);
      for (const [number, { newest }] of known) {
        if (known.size <= maxKnown) break;
        known.delete(number);
        floor = Math.max(floor, newest);
      }
      return before ? before.shown !== ticket.shown : ticket.newest > floor;
    },
  };
}
