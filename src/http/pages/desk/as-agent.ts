// Pages that only agents see. Everybody else gets the next page of the same address, or the same 404 as for no page.
import type { Context, Next } from 'hono';
import type { Actor } from '../../../desk/actor.ts';
import { type Fields, fieldsOf } from '../../form-data.ts';
import type { PageRooms } from '../../rooms.ts';
import { isByOurPage, type SignedInVisit } from '../../visit.ts';
import { toSignIn } from '../sign-in.ts';

type Work = (visit: SignedInVisit) => Response | Promise<Response>;

/** For an address that others may see, too: it goes on to their page. */
export async function agentOr(
  context: Context,
  rooms: PageRooms,
  next: Next,
  work: Work,
): Promise<Response | undefined> {
  const visit = context.get('visit');
  const { viewer, session } = visit;
  if (viewer?.role === 'agent' && session) return work({ ...visit, viewer, session });
  if (!viewer) return toSignIn(context, rooms);
  await next();
  return undefined;
}

/** For an address that only agents have. */
export async function agentOnly(context: Context, rooms: PageRooms, work: Work): Promise<Response> {
  const visit = context.get('visit');
  const { viewer, session } = visit;
  if (!viewer || !session) return toSignIn(context, rooms);
  if (viewer.role !== 'agent') return context.notFound() as Response;
  return work({ ...visit, viewer, session });
}

/** The fields of a form of ours; null for one that another site made. */
export async function formOf(context: Context, rooms: PageRooms): Promise<Fields | null> {
  const fields = await fieldsOf(context);
  return isByOurPage(context, { rooms, csrf: fields.csrf ?? '' }) ? fields : null;
}

export const actorOf = ({ viewer }: SignedInVisit): Actor => ({
  as: 'agent',
  mailbox: { address: viewer.email, name: viewer.name },
  via: 'page',
});
