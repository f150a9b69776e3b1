// Where a person is signed in, and the way out: here, or everywhere.
import type { Context, Hono } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { noteDeed } from '../../db/deeds.ts';
import { endSessions, listSessions } from '../../signin/sessions.ts';
import { keysCookie } from '../parts/keys.ts';
import { send } from '../parts/page.ts';
import { sessionsPage } from '../parts/sessions.ts';
import type { PageRooms } from '../rooms.ts';
import { signedIn, signedInForm } from './signed-in.ts';

const yearSeconds = 31_536_000;

export function addSessions(app: Hono, rooms: PageRooms): void {
  app.get('/sessions', context =>
    signedIn(context, rooms, async visit => {
      const sessions = await listSessions(rooms.db, visit.session.email);
      return send(
        context,
        sessionsPage({ visit, assets: rooms.assets }, { sessions, keysOff: getCookie(context, keysCookie) === 'off' }),
      );
    }),
  );
  app.post('/sessions/keys', context =>
    signedInForm(context, rooms, (_visit, { keys }) => {
      const off = keys === 'off';
      setCookie(context, keysCookie, off ? 'off' : '', { path: '/', sameSite: 'Lax', maxAge: off ? yearSeconds : 0 });
      return context.redirect('/sessions', 303);
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
