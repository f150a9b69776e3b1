import { countTickets } from '../../../search/find-tickets.ts';
import { parseQuery } from '../../../search/query.ts';
import { type ListFlags, listFlags } from '../../../tickets/views/desk-thread.ts';
import type { PageRooms } from '../../rooms.ts';
import { type Searched, searcherOf, searchFor } from '../../searching.ts';
import type { SignedInVisit } from '../../visit.ts';
import { type ViewName, views } from './views.ts';

export type TicketList = Searched &
  Readonly<{ query: string; flags: ListFlags; counts: Readonly<Record<ViewName, number>> }>;

/** A count stops here. */
export const countsTo = 1_000;

export async function listOf(
  rooms: PageRooms,
  { viewer }: SignedInVisit,
  { q, after }: Readonly<{ q: string; after?: string | undefined }>,
): Promise<TicketList> {
  const { db } = rooms;
  const searcher = searcherOf(viewer);
  const [searched, counted] = await Promise.all([
    searchFor(rooms, viewer, { q, after }),
    Promise.all(
      views.map(({ query }) =>
        query === '' ? 0 : countTickets(db, parseQuery(query), { viewer: searcher, most: countsTo }),
      ),
    ),
  ]);
  const numbers = searched.found.rows.map(({ number }) => number);
  const flags = await listFlags(db, numbers, viewer.email);
  const counts = Object.fromEntries(views.map(({ name }, at) => [name, counted[at] ?? 0])) as Record<ViewName, number>;
  return { ...searched, query: q, flags, counts };
}
