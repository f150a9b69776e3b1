// Live updates by server-sent events: an event says only which ticket has changed.
import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import { keyOf } from '../desk/ticket.ts';
import type { Presence } from '../tickets/changes.ts';
import { trackPresence } from './presence.ts';

export type Live = Readonly<{
  /** Tells every open page. */
  changed(numbers: readonly number[]): void;
  /** Tells them who is on a ticket now. */
  present(presence: Presence): void;
  /** Grows with each change. */
  changes(): number;
  /** Answers with events until the reader leaves. */
  follow(context: Context): Response;
  readers(): number;
  /** Ends all of them. */
  close(): void;
}>;

const everyMs = 20_000;
/** Beyond so many readers at once, pages are as without script: they show changes when they are loaded. */
const maxReaders = 5_000;

export function createLive(): Live {
  const readers = new Set<(event: string, data: string) => void>();
  const presence = trackPresence();
  const ending = new AbortController();
  let changes = 0;
  return {
    changed(numbers) {
      if (numbers.length === 0) return;
      changes += 1;
      const keys = numbers.map(number => keyOf(number)).join(' ');
      for (const tell of readers) tell('tickets', keys);
    },
    present(one) {
      const data = JSON.stringify({ ticket: keyOf(one.ticket), who: presence.note(one) });
      for (const tell of readers) tell('presence', data);
    },
    changes: () => changes,
    follow(context) {
      if (readers.size >= maxReaders || ending.signal.aborted) return context.text('Too many readers\n', 503);
      context.header('X-Accel-Buffering', 'no');
      return streamSSE(context, async stream => {
        const tell = (event: string, data: string) => void stream.writeSSE({ event, data });
        const { promise, resolve } = Promise.withResolvers<void>();
        // A comment now and then: a proxy ends a connection on which nothing is said.
        const timer = setInterval(() => void stream.write(': here\n\n'), everyMs);
        readers.add(tell);
        stream.onAbort(() => resolve());
        ending.signal.addEventListener('abort', () => resolve(), { once: true });
        await stream.write('retry: 2000\n\n');
        await promise;
        clearInterval(timer);
        readers.delete(tell);
      });
    },
    readers: () => readers.size,
    close: () => ending.abort(),
  };
}
