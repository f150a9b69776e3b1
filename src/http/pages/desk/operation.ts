// The desk as a whole: its charts and the belt. They show, and change nothing.
import type { Hono } from 'hono';
import { mailByHour } from '../../../tickets/views/belt-figures.ts';
import { deskFigures } from '../../../tickets/views/figures.ts';
import { beltPage } from '../../parts/desk/belt.ts';
import { chartsPage } from '../../parts/desk/charts.ts';
import { send } from '../../parts/page.ts';
import { may } from '../../rights.ts';
import type { PageRooms } from '../../rooms.ts';
import { within } from '../signed-in.ts';
import { deskPage } from './desk-page.ts';

export function addOperation(app: Hono, rooms: PageRooms): void {
  app.get('/charts', context =>
    within(context, rooms, 'operation', async visit =>
      send(
        context,
        deskPage(rooms, visit, visit.say('desk.charts.title'), chartsPage(visit, await deskFigures(rooms.db))),
      ),
    ),
  );
  app.get('/belt', context =>
    within(context, rooms, 'operation', async visit => {
      // The checks name settings and folders.
      const looks = may(visit.viewer, 'operate');
      const [parts, hours, found] = await Promise.all([
        rooms.belt.parts(),
        mailByHour(rooms.db),
        looks ? rooms.belt.findings() : null,
      ]);
      const findings = looks ? (found ?? 'late') : null;
      const body = beltPage(visit, { parts, hours, findings });
      return send(context, deskPage(rooms, visit, visit.say('desk.belt.title'), body));
    }),
  );
}
