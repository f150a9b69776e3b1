// The desk as a whole: its charts and the belt. They show, and change nothing.
import type { Hono } from 'hono';
import { mailBacklogs } from '../../../tickets/views/backlog.ts';
import { deskFigures } from '../../../tickets/views/figures.ts';
import { chartsPage } from '../../parts/desk/charts.ts';
import { html, send } from '../../parts/page.ts';
import { timeOf } from '../../parts/time.ts';
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
      const { say } = visit;
      const mails = await mailBacklogs(rooms.db);
      const rows = Object.entries(mails).map(
        ([name, { count, oldest }]) =>
          html`<tr><th scope="row">${say(`desk.belt.${name}`)}</th><td class="num">${count}</td><td>${oldest ? timeOf(oldest, visit) : ''}</td></tr>`,
      );
      const body = html`<main class="wide" id="main"><h1>${say('desk.belt.title')}</h1><p class="lead">${say('desk.belt.lead')}</p><table class="grid"><thead><tr><th scope="col">${say('desk.belt.what')}</th><th scope="col">${say('desk.belt.count')}</th><th scope="col">${say('desk.belt.oldest')}</th></tr></thead><tbody>${rows}</tbody></table></main>`;
      return send(context, deskPage(rooms, visit, say('desk.belt.title'), body));
    }),
  );
}
