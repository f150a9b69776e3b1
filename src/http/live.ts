// Live updates by server-sent events: an event says only which ticket has changed, to readers who may see it. Those who
// see no notes hear only of what they see.
import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import { keyOf } from '../desk/ticket.ts';
import type { Viewer } from '../signin/who.ts';
import type { Presence } from '../tickets/changes.ts';
import type { OnTicket } from '../tickets/views/visible.ts';
import { trackNews } from './news.ts';
import { trackPresence } from './presence.ts';
import { may, standingOn, standingOnAny } from './rights.ts';

export type Live = Readonly<{
  /** Tells every open page whose reader sees one of them. */
  changed(numbers: readonly number[]): Promise<void>;
  /** Tells agents who is on a ticket now. */
  present(presence: Presence): void;
  /** Grows with each change. */
  changes(): number;
  /** Answers with events until the reader leaves. */
  follow(context: Context, viewer: Viewer): Response;
  readers(): number;
  /** Ends the streams of this person, or of everyone: pages ask again, and each is looked at anew. */
  renew(email?: string): void;
  /** Ends all of them for good. */
  close(): void;
}>;

export type LivePorts = Readonly<{
  peopleOn(numbers: readonly number[]): Promise<readonly OnTicket[]>;
  newestEntry(): Promise<number>;
  onError(cause: unknown): void;
}>;

type Reader = Readonly<{ viewer: Viewer; tell(event: string, data: string): void; end(): void }>;

const everyMs = 20_000;
/** Pages that were ended together do not all come back at the same time. */
const backWithinMs = [1_000, 4_000] as const;
/** Beyond so many readers at once, pages are as without script: they show changes when they are loaded. */
const maxReaders = 5_000;

const seesAll = ({ viewer }: Reader): boolean => standingOnAny(viewer) !== null;
const keysOf = (numbers: readonly number[]): string => numbers.map(number => keyOf(number)).join(' ');

export function createLive({ peopleOn, newestEntry, onError }: LivePorts): Live {
  const readers = new Set<Reader>();
  const presence = trackPresence();
  const news = trackNews();
  /** One look after the other, so that none is older than what was told before. */
  let told: Promise<void> = Promise.resolve();
  let changes = 0;
  let closed = false;

  const others = () => [...readers].filter(reader => !seesAll(reader));

  /** One look for all readers who see some tickets only. */
  async function tellOthers(numbers: readonly number[]): Promise<void> {
    if (others().length === 0) return;
    const tickets = (await peopleOn(numbers)).filter(news.isNews);
    const some = others();
    for (const { viewer, tell } of some) {
      const seen = tickets.filter(({ followers, ...facts }) => {
        const standing = standingOn(viewer, { ...facts, isFollowed: followers.includes(viewer.email) });
        return may(viewer, 'see', standing);
      });
      if (seen.length > 0) tell('tickets', keysOf(seen.map(({ number }) => number)));
    }
  }

  return {
    async changed(numbers) {
      if (numbers.length === 0) return;
      changes += 1;
      for (const reader of readers) if (seesAll(reader)) reader.tell('tickets', keysOf(numbers));
      told = told.then(() => tellOthers(numbers)).catch(onError);
      await told;
    },
    present(one) {
      const data = JSON.stringify({ ticket: keyOf(one.ticket), who: presence.note(one) });
      for (const reader of readers) if (seesAll(reader)) reader.tell('presence', data);
    },
    changes: () => changes,
    follow(context, viewer) {
      if (readers.size >= maxReaders || closed) return context.text('Too many readers\n', 503);
      context.header('X-Accel-Buffering', 'no');
      return streamSSE(context, async stream => {
        const tell = (event: string, data: string) => void stream.writeSSE({ event, data });
        const { promise, resolve: end } = Promise.withResolvers<void>();
        // A comment now and then: a proxy ends a connection on which nothing is said.
        const timer = setInterval(() => void stream.write(': here\n\n'), everyMs);
        const reader = { viewer, tell, end };
        stream.onAbort(() => end());
        // While nobody listened, nothing was compared.
        if (!seesAll(reader) && others().length === 0) await newestEntry().then(news.since, onError);
        readers.add(reader);
        const [least, more] = backWithinMs;
        await stream.write(`retry: ${Math.round(least + Math.random() * more)}\n\n`);
        await promise;
        clearInterval(timer);
        readers.delete(reader);
      });
    },
    readers: () => readers.size,
    renew(email) {
      for (const { viewer, end } of readers) if (email === undefined || viewer.email === email) end();
    },
    close() {
      closed = true;
      this.renew();
    },
  };
}
