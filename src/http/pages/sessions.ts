// Where a person is signed in, and the way out: here, or everywhere.
import type { Context, Hono } from 'hono';
import { noteDeed } from '../../db/deeds.ts';
import { endSessions, listSessions } from '../../signin/sessions.ts';
import { send } from '../parts/page.ts';
import { sessionsPage } from '../parts/sessions.ts';
import type { PageRooms } from '../rooms.ts';
import { signedIn, signedInForm } from './signed-in.ts';

export function addSessions(app: Hono, rooms: PageRooms): void {
  app.get('/sessions', context =>
    signedIn(context, rooms, async visit => {
      const sessions = await listSessions(rooms.db, visit.session.email);
      return send(context, sessionsPage({ visit, assets: rooms.assets }, sessions));
    }),
  );
  app.post('/sessions/end', context => endOthers(context, rooms));
}

const endOthers = (context: Context, rooms: PageRooms): Promise<Response> =>
  signedInForm(context, rooms, async ({ session: { email, hash } }) => {
    await endSessions(rooms.db, email, hash);
    await noteDeed(rooms.db, { who: email, via: 'page', act: 'sign-in: ended elsewhere', about: email });
    return context.redirect('/sessions', 303);
  });
