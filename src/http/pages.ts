// All pages for readers, in the order of the bar.
import type { Hono } from 'hono';
import { addAssets } from './assets.ts';
import { addDesk } from './pages/desk/desk.ts';
import { addDrafts } from './pages/drafts.ts';
import { addTicketFiles } from './pages/files.ts';
import { addGuide } from './pages/guide.ts';
import { addNew } from './pages/new.ts';
import { addOidc } from './pages/oidc.ts';
import { addOwnMails } from './pages/own-mails.ts';
import { addSessions } from './pages/sessions.ts';
import { addSignIn } from './pages/sign-in.ts';
import { notFound } from './pages/signed-in.ts';
import { addTickets } from './pages/tickets.ts';
import { addUploads } from './pages/uploads.ts';
import type { PageRooms } from './rooms.ts';
import { visiting } from './visit.ts';

/** Paths that need no look-up of the reader. */
const withoutReader = /^\/(?:assets|unfollow|api|livez|readyz|metrics)(?:\/|$)/;

export function addPages(app: Hono, rooms: PageRooms): void {
  addAssets(app, rooms.assets);
  const look = visiting(rooms);
  app.use(async (context, next) => (withoutReader.test(context.req.path) ? next() : look(context, next)));
  addDesk(app, rooms);
  addSignIn(app, rooms);
  if (rooms.oidc) addOidc(app, rooms, rooms.oidc);
  addSessions(app, rooms);
  addDrafts(app, rooms);
  addUploads(app, rooms);
  addNew(app, rooms);
  addTickets(app, rooms);
  addTicketFiles(app, rooms);
  addOwnMails(app, rooms);
  addGuide(app, rooms);
  // One page for an address that has nothing and for one whose page the reader may not see.
  app.notFound(context => (context.get('visit') ? notFound(context, rooms) : context.text('Not found\n', 404)));
}
