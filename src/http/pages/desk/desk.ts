// The agents' side of the pages.
import type { Hono } from 'hono';
import type { PageRooms } from '../../rooms.ts';
import { addTicketActs } from './acts.ts';
import { addAlike } from './alike.ts';
import { addBulk } from './bulk.ts';
import { addComposed } from './composed.ts';
import { addDirectory } from './directory.ts';
import { addMailPages } from './mail.ts';
import { addMessagePages } from './message.ts';
import { addOperate } from './operate.ts';
import { addOperation } from './operation.ts';
import { addPresence } from './presence.ts';
import { addSavedViews } from './saved-views.ts';
import { addSnippets } from './snippets.ts';
import { addTicketPages } from './tickets.ts';

/** Before the pages of everybody: at an address that both have, agents get theirs. */
export function addDesk(app: Hono, rooms: PageRooms): void {
  addBulk(app, rooms);
  addTicketPages(app, rooms);
  addTicketActs(app, rooms);
  addComposed(app, rooms);
  addMailPages(app, rooms);
  addMessagePages(app, rooms);
  addPresence(app, rooms);
  addAlike(app, rooms);
  addOperation(app, rooms);
  addDirectory(app, rooms);
  addSavedViews(app, rooms);
  addSnippets(app, rooms);
  addOperate(app, rooms);
}
