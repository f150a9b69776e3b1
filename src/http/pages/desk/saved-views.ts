// Searches with a name, beside the views that everyone has.
import type { Hono } from 'hono';
import { noteDeed } from '../../../db/deeds.ts';
import { removeView, type SavedView, saveView, viewsFor } from '../../../search/saved-views.ts';
import { type Briefly, briefly } from '../../briefly.ts';
import type { PageRooms } from '../../rooms.ts';
import { tooOld } from '../../visit.ts';
import { within } from '../signed-in.ts';
import { formOf } from './as-agent.ts';
import { firstQuery, listHref } from './views.ts';

const maxNameLength = 40;
const maxQueryLength = 400;

export function addSavedViews(app: Hono, rooms: PageRooms): void {
  app.post('/views', context =>
    within(context, rooms, 'views', async ({ viewer }) => {
      const fields = await formOf(context, rooms);
      if (!fields) return tooOld(context);
      const name = (fields.name ?? '')
        .replace(/[\s\0]+/g, ' ')
        .trim()
        .slice(0, maxNameLength);
      const query = (fields.q ?? '').replaceAll('\0', '').trim().slice(0, maxQueryLength);
      if (name === '' || query === '') return context.redirect(listHref(query || firstQuery), 303);
      const isShared = fields.shared === 'yes';
      const owner = isShared ? null : viewer.email;
      const saved = await saveView(rooms.db, { owner, name, query, madeBy: viewer.email });
      if (saved && isShared)
        await noteDeed(rooms.db, { who: viewer.email, via: 'page', act: 'view: shared', about: `${name}: ${query}` });
      savedViews.forget(rooms);
      return context.redirect(`${listHref(query)}${saved ? '' : '&full=yes'}`, 303);
    }),
  );
  app.post('/views/remove', context =>
    within(context, rooms, 'views', async ({ viewer }) => {
      const fields = await formOf(context, rooms);
      if (!fields) return tooOld(context);
      const id = /^\d{1,15}$/.test(fields.view ?? '') ? Number(fields.view) : 0;
      const gone = await removeView(rooms.db, id, viewer.email);
      if (gone?.owner === null)
        await noteDeed(rooms.db, { who: viewer.email, via: 'page', act: 'view: removed', about: gone.name });
      savedViews.forget(rooms);
      return context.redirect(listHref(gone?.query ?? firstQuery), 303);
    }),
  );
}

export const savedViews: Briefly<readonly SavedView[]> = briefly(({ db }, agent) => viewsFor(db, agent));
