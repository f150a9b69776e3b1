import { countTickets, type FoundTickets, findTickets, type Viewer } from '../../../search/find-tickets.ts';
import { type Fault, parseQuery } from '../../../search/query.ts';
import { type ListFlags, listFlags } from '../../../tickets/views/desk-thread.ts';
import type { PageRooms } from '../../rooms.ts';
import type { SignedInVisit } from '../../visit.ts';
import { type ViewName, views } from './views.ts';

export type TicketList = Readonly<{
  query: string;
  found: FoundTickets;
  flags: ListFlags;
  faults: readonly Fault[];
  /** The search took too long. */
  tooLong: boolean;
  counts: Readonly<Record<ViewName, number>>;
  /** The query names one ticket, as a key does. */
  straight: number | null;
}>;

const shown = 50;
/** A count stops here. */
export const countsTo = 1_000;

export const viewerFor = ({ viewer }: SignedInVisit): Viewer => ({ email: viewer.email, isAgent: true });

export async function listOf(
  { db }: PageRooms,
  visit: SignedInVisit,
  { q, after }: Readonly<{ q: string; after?: string | undefined }>,
): Promise<TicketList> {
  const viewer = viewerFor(visit);
  const query = parseQuery(q);
  const nothing: FoundTickets = { rows: [], next: null };
  let tooLong = false;
  const search = async () => {
    try {
      return await findTickets(db, query, { viewer, limit: shown, after });
    } catch (cause) {
      if (!isTimeout(cause)) throw cause;
      tooLong = true;
      return nothing;
    }
  };
  const [found, counted] = await Promise.all([
    query.faults.length > 0 ? nothing : search(),
    Promise.all(
      views.map(view => (view.query === '' ? 0 : countTickets(db, parseQuery(view.query), { viewer, most: countsTo }))),
    ),
  ]);
  const flags = await listFlags(
    db,
    found.rows.map(({ number }) => number),
    viewer.email,
  );
  const counts = Object.fromEntries(views.map(({ name }, at) => [name, counted[at] ?? 0])) as Record<ViewName, number>;
  const straight = query.straight && found.rows.length === 1 ? found.rows[0]!.number : null;
  return { query: q, found, flags, faults: query.faults, tooLong, counts, straight };
}

/** SQLSTATE 57014: the statement took longer than it may. */
function isTimeout(cause: unknown): boolean {
  const error = cause as { code?: string; cause?: { code?: string } } | null;
  return error?.code === '57014' || error?.cause?.code === '57014';
}
