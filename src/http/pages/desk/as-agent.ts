// Pages that agents see in their own way. Everybody else gets the next page of the same address.
import type { Context, Next } from 'hono';
import type { Actor } from '../../../desk/actor.ts';
import { type Fields, fieldsOf } from '../../form-data.ts';
import { may, standingOnAny, type TicketRight } from '../../rights.ts';
import type { PageRooms } from '../../rooms.ts';
import { isByOurPage, type SignedInVisit, signedInVisit } from '../../visit.ts';
import { notFound, signedIn } from '../signed-in.ts';

type Work = (visit: SignedInVisit) => Response | Promise<Response>;

/** For readers who may do this on every ticket. */
export const agentOr =
  (rooms: PageRooms, right: TicketRight, work: (context: Context, visit: SignedInVisit) => ReturnType<Work>) =>
  async (context: Context, next: Next): Promise<Response | undefined> => {
    const visit = signedInVisit(context);
    if (!visit) return signedIn(context, rooms, () => notFound(context, rooms));
    if (may(visit.viewer, right, standingOnAny(visit.viewer))) return work(context, visit);
    await next();
    return undefined;
  };

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
