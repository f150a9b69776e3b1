import { countTickets } from '../../../search/find-tickets.ts';
import { parseQuery } from '../../../search/query.ts';
import type { SavedView } from '../../../search/saved-views.ts';
import type { Viewer } from '../../../signin/who.ts';
import type { PageRooms } from '../../rooms.ts';
import { type Searched, searcherOf, searchFor } from '../../searching.ts';
import type { SignedInVisit } from '../../visit.ts';
import { savedViews } from './saved-views.ts';
import { type ViewName, views } from './views.ts';

export type TicketList = Searched &
  Readonly<{
    query: string;
    counts: Readonly<Record<ViewName, number>>;
    saved: readonly SavedView[];
    /** A view could not be saved, since there are too many. */
    isFull?: boolean;
  }>;

/** A count stops here. */
export const countsTo = 1_000;

export async function listOf(
  rooms: PageRooms,
  { viewer }: SignedInVisit,
  { q, after }: Readonly<{ q: string; after?: string | undefined }>,
): Promise<TicketList> {
  const [searched, counts, saved] = await Promise.all([
    searchFor(rooms, viewer, { q, after, flagsFor: viewer.email }),
    countsFor(rooms, viewer),
    savedViews.get(rooms, viewer.email),
  ]);
  return { ...searched, query: q, counts, saved };
}

type Counts = TicketList['counts'];
type Counted = Readonly<{ changes: number; at: number; counts: Promise<Counts> }>;
const counted = new WeakMap<PageRooms, Map<string, Counted>>();
/** Mail that makes no page change, such as what was kept out, is counted by then. */
const countedMs = 5_000;
const maxCounted = 1_000;

/** The counts of the views, made again once a ticket has changed. */
function countsFor(rooms: PageRooms, viewer: Viewer): Promise<Counts> {
  const known = counted.get(rooms) ?? new Map<string, Counted>();
  counted.set(rooms, known);
  const changes = rooms.live.changes();
  const before = known.get(viewer.email);
  if (before && before.changes === changes && Date.now() - before.at < countedMs) return before.counts;
  const counts = count(rooms, viewer);
  if (known.size >= maxCounted) known.clear();
  known.set(viewer.email, { changes, at: Date.now(), counts });
  counts.catch(() => known.delete(viewer.email));
  return counts;
}

async function count({ db }: PageRooms, viewer: Viewer): Promise<Counts> {
  const searcher = searcherOf(viewer);
  const counts = await Promise.all(
    views.map(({ query }) =>
      query === '' ? 0 : countTickets(db, parseQuery(query), { viewer: searcher, most: countsTo }),
    ),
  );
  return Object.fromEntries(views.map(({ name }, at) => [name, counts[at] ?? 0])) as Record<ViewName, number>;
}
