// What stands on every page and seldom changes: looked up once in a few seconds.
import type { PageRooms } from './rooms.ts';

/** What another process has changed is there by then. */
const keptMs = 5_000;
const mostKept = 1_000;

export type Briefly<T> = Readonly<{
  /** `of`: whose it is, where that matters. */
  get(rooms: PageRooms, of?: string): Promise<T>;
  /** After a change of our own. */
  forget(rooms: PageRooms): void;
}>;

export function briefly<T>(look: (rooms: PageRooms, of: string) => Promise<T>): Briefly<T> {
  const kept = new WeakMap<PageRooms, Map<string, Readonly<{ at: number; found: Promise<T> }>>>();
  return {
    get(rooms, of = '') {
      const known = kept.get(rooms) ?? new Map();
      kept.set(rooms, known);
      const before = known.get(of);
      if (before && Date.now() - before.at < keptMs) return before.found;
      const found = look(rooms, of);
      found.catch(() => known.delete(of));
      if (known.size >= mostKept) known.clear();
      known.set(of, { at: Date.now(), found });
      return found;
    },
    forget: rooms => void kept.delete(rooms),
  };
}
