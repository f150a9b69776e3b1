// What a reader looks for among the tickets that he may see. Agents and everybody else ask the same function.
import { type FoundTickets, findTickets, type Viewer as Searcher } from '../search/find-tickets.ts';
import { type Fault, parseQuery } from '../search/query.ts';
import type { Viewer } from '../signin/who.ts';
import { sightOf } from '../tickets/views/visible.ts';
import { may, standingOnAny } from './rights.ts';
import type { PageRooms } from './rooms.ts';

export type Searched = Readonly<{
  found: FoundTickets;
  faults: readonly Fault[];
  /** The search took too long. */
  tooLong: boolean;
  /** The query names one ticket, as a key does. */
  straight: number | null;
}>;

const shown = 50;
const nothing: FoundTickets = { rows: [], next: null };

export const searcherOf = (viewer: Viewer): Searcher => ({
  email: viewer.email,
  ...sightOf(viewer),
  findsNotes: may(viewer, 'see-notes', standingOnAny(viewer)),
});

export async function searchFor(
  { db }: Pick<PageRooms, 'db'>,
  viewer: Viewer,
  { q, ...place }: Readonly<{ q: string; after?: string | undefined; flagsFor?: string }>,
): Promise<Searched> {
  const query = parseQuery(q);
  const { faults } = query;
  if (faults.length > 0) return { found: nothing, faults, tooLong: false, straight: null };
  try {
    const found = await findTickets(db, query, { viewer: searcherOf(viewer), limit: shown, ...place });
    const straight = query.straight && found.rows.length === 1 ? found.rows[0]!.number : null;
    return { found, faults, tooLong: false, straight };
  } catch (cause) {
    if (!isTimeout(cause)) throw cause;
    return { found: nothing, faults, tooLong: true, straight: null };
  }
}

/** SQLSTATE 57014: the statement took longer than it may. */
function isTimeout(cause: unknown): boolean {
  const error = cause as { code?: string; cause?: { code?: string } } | null;
  return error?.code === '57014' || error?.cause?.code === '57014';
}
