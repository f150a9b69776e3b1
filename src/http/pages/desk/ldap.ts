// A sync with the LDAP server by hand: first what it would change, from the same comparison that carries it out.
import type { Context, Hono } from 'hono';
import { noteDeed } from '../../../db/deeds.ts';
import { lastSync, type SyncResult } from '../../../directory/ldap/sync.ts';
import { syncPage } from '../../parts/desk/ldap.ts';
import { send } from '../../parts/page.ts';
import type { PageRooms } from '../../rooms.ts';
import { type SignedInVisit, tooOld } from '../../visit.ts';
import { lately, notFound, within } from '../signed-in.ts';
import { formOf } from './as-agent.ts';
import { deskPage } from './desk-page.ts';

export function addLdap(app: Hono, rooms: PageRooms): void {
  app.get('/directory/sync', context =>
    within(context, rooms, 'operate', async visit =>
      rooms.ldap
        ? show(context, rooms, { visit, result: await rooms.ldap({ dryRun: true }) })
        : notFound(context, rooms),
    ),
  );
  app.post('/directory/sync', context =>
    lately(context, rooms, 'operate', async visit => {
      if (!rooms.ldap) return notFound(context, rooms);
      if (!(await formOf(context, rooms))) return tooOld(context);
      const result = await rooms.ldap({ dryRun: false });
      if (result.kind !== 'done') return show(context, rooms, { visit, result, status: 409 });
      const who = visit.viewer.email;
      await noteDeed(rooms.db, { who, via: 'page', act: 'directory: synced', about: result.line });
      return context.redirect('/directory/sync', 303);
    }),
  );
}

type Looked = Readonly<{ visit: SignedInVisit; result: SyncResult; status?: number }>;

async function show(context: Context, rooms: PageRooms, { visit, result, status = 200 }: Looked): Promise<Response> {
  const body = syncPage(visit, { result, last: await lastSync(rooms.db) });
  return send(context, deskPage(rooms, visit, visit.say('desk.ldap.title'), body), status);
}
