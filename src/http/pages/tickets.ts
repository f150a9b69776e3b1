// A requester's and a follower's tickets: the list in plain words, the thread, and what may be done there.
import type { Context, Hono } from 'hono';
import { keyOf, numberOf } from '../../desk/ticket.ts';
import { lastKinds } from '../../tickets/views/visible.ts';
import { typedOn } from '../compose/typed.ts';
import { send } from '../parts/page.ts';
import { threadPage } from '../parts/thread.ts';
import { listPage } from '../parts/ticket-list.ts';
import type { PageRooms } from '../rooms.ts';
import { searchFor } from '../searching.ts';
import { threadOf } from '../thread-facts.ts';
import type { SignedInVisit } from '../visit.ts';
import { notFound, signedIn, within } from './signed-in.ts';
import { addTicketActs } from './ticket-acts.ts';

export function addTickets(app: Hono, rooms: PageRooms): void {
  app.get('/events', context => within(context, rooms, 'events', ({ viewer }) => rooms.live.follow(context, viewer)));
  app.get('/tickets', context => signedIn(context, rooms, visit => list(context, rooms, visit)));
  app.get('/tickets/:key', context => signedIn(context, rooms, visit => show(context, rooms, visit)));
  addTicketActs(app, rooms);
}

async function list(context: Context, rooms: PageRooms, visit: SignedInVisit): Promise<Response> {
  const { q = '', after } = context.req.query();
  const searched = await searchFor(rooms, visit.viewer, { q, after });
  if (searched.straight !== null) return context.redirect(`/tickets/${keyOf(searched.straight)}`, 303);
  const kinds = await lastKinds(
    rooms.db,
    searched.found.rows.map(({ number }) => number),
  );
  return send(context, listPage({ visit, assets: rooms.assets }, { ...searched, kinds, words: q.trim() }));
}

async function show(context: Context, rooms: PageRooms, visit: SignedInVisit): Promise<Response> {
  const number = numberOf(context.req.param('key') ?? '');
  const thread = number === null ? null : await threadOf(rooms, visit.viewer, number);
  if (!thread) return notFound(context, rooms);
  if (thread.number !== number) return context.redirect(`/tickets/${keyOf(thread.number)}`, 303);
  const typed = (await typedOn(rooms, visit, thread.number))('reply');
  const { said = null } = context.req.query();
  return send(context, threadPage({ visit, assets: rooms.assets }, { ...thread, typed, problem: null, said }));
}
