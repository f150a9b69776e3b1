import type { Context } from 'hono';
import { fieldsOf, readForm } from '../form-data.ts';
import { layout } from '../parts/layout.ts';
import { html, send } from '../parts/page.ts';
import { lostPage } from '../parts/sign-in.ts';
import { type Area, may } from '../rights.ts';
import type { PageRooms } from '../rooms.ts';
import { isByOurPage, type SignedInVisit, signedInVisit, tooOld } from '../visit.ts';
import { toSignIn } from './sign-in.ts';

/** For readers who are signed in; others are asked to sign in first, and led back. */
export async function signedIn(
  context: Context,
  rooms: PageRooms,
  work: (visit: SignedInVisit) => Response | Promise<Response>,
): Promise<Response> {
  const visit = signedInVisit(context);
  if (visit) return work(visit);
  return carriesWords.test(context.req.path) && context.req.method === 'POST'
    ? keepWords(context, rooms)
    : toSignIn(context, rooms);
}

/** Forms in which a person writes. */
const carriesWords = /^\/new$|^\/tickets\/[^/]+\/(?:reply|answer|note)$/;

/** The session has ended meanwhile: a page with all that was written, to be sent again after signing in. */
async function keepWords(context: Context, rooms: PageRooms, why: 'lost' | 'again' = 'lost'): Promise<Response> {
  let hadFiles = false;
  const fields = await readForm(context, async ({ name, bytes }) => {
    hadFiles ||= name !== '';
    for await (const _ of bytes);
  });
  const shown = { visit: context.get('visit'), assets: rooms.assets };
  return send(context, lostPage(shown, { action: context.req.path, fields, hadFiles, why }), 401);
}

/** For readers who may enter; for others there is nothing. */
export const within = (
  context: Context,
  rooms: PageRooms,
  area: Area,
  work: (visit: SignedInVisit) => Response | Promise<Response>,
): Promise<Response> =>
  signedIn(context, rooms, visit => (may(visit.viewer, area) ? work(visit) : notFound(context, rooms)));

/** What changes who may do what asks for a sign-in of the last minutes: a browser that was left open does not do. */
const latelyMs = 15 * 60_000;

/** The same for such a change: readers who signed in long ago do so again, and what they wrote stays. */
export const lately = (
  context: Context,
  rooms: PageRooms,
  area: Area,
  work: (visit: SignedInVisit) => Response | Promise<Response>,
): Promise<Response> =>
  within(context, rooms, area, visit =>
    Date.now() - visit.session.createdAt.getTime() < latelyMs ? work(visit) : keepWords(context, rooms, 'again'),
  );

/** The same for a form of ours, with its fields. */
export const signedInForm = (
  context: Context,
  rooms: PageRooms,
  work: (visit: SignedInVisit, fields: Readonly<Record<string, string>>) => Response | Promise<Response>,
): Promise<Response> =>
  signedIn(context, rooms, async visit => {
    const fields = await fieldsOf(context);
    if (!isByOurPage(context, { rooms, csrf: fields.csrf ?? '' })) return tooOld(context);
    return work(visit, fields);
  });

/** The same for a page that is not there and one that the reader may not see. */
export function notFound(context: Context, { assets }: PageRooms): Response {
  const visit = context.get('visit');
  const { say } = visit;
  const body = html`<main class="narrow" id="main"><h1>${say('notFound.title')}</h1><p class="lead">${say('notFound.lead')}</p>
<p><a href="/tickets">${say(visit.viewer?.role === 'agent' ? 'desk.tickets' : 'nav.tickets')}</a></p></main>`;
  return send(context, layout({ visit, assets }, { title: say('notFound.title'), skipTo: 'main', body }), 404);
}
