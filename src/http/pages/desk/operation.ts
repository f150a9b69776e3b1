// The desk as a whole: its charts, the belt, and the directory. They show, and change nothing.
import type { Hono } from 'hono';
import { listPeople } from '../../../directory/directory.ts';
import { mailBacklogs } from '../../../tickets/views/backlog.ts';
import { deskFigures } from '../../../tickets/views/figures.ts';
import { chartsPage } from '../../parts/desk/charts.ts';
import { layout } from '../../parts/layout.ts';
import { type Html, html, send } from '../../parts/page.ts';
import { timeOf } from '../../parts/time.ts';
import type { PageRooms } from '../../rooms.ts';
import type { SignedInVisit } from '../../visit.ts';
import { within } from '../signed-in.ts';

const mostPeople = 500;

export function addOperation(app: Hono, rooms: PageRooms): void {
  const page = (visit: SignedInVisit, title: string, body: Html) =>
    layout({ visit, assets: rooms.assets }, { title, skipTo: 'main', body, find: '' });
  app.get('/charts', context =>
    within(context, rooms, 'operation', async visit =>
      send(context, page(visit, visit.say('desk.charts.title'), chartsPage(visit, await deskFigures(rooms.db)))),
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
      return send(context, page(visit, say('desk.belt.title'), body));
    }),
  );
  app.get('/directory', context =>
    within(context, rooms, 'directory', async visit => {
      const q = (context.req.query('q') ?? '').trim().toLowerCase();
      const all = await listPeople(rooms.db);
      const found = all.filter(({ email, name, organisation, instances }) =>
        [email, name, organisation, ...instances].some(text => text?.toLowerCase().includes(q)),
      );
      const { say } = visit;
      const head = ['address', 'name', 'role', 'organisation', 'instances', 'source'];
      const rows = found
        .slice(0, mostPeople)
        .map(
          each =>
            html`<tr><td>${each.active ? html`<a href="/tickets?q=${encodeURIComponent(`from:${each.email}`)}">${each.email}</a>` : html`<s>${each.email}</s>`}</td><td dir="auto">${each.name ?? ''}</td><td>${each.role}</td><td dir="auto">${each.organisation ?? ''}</td><td>${each.instances.join(' ')}</td><td>${each.source}</td></tr>`,
        );
      const body = html`<main class="wide" id="main"><h1>${say('desk.directory.title')}</h1><p class="lead">${say('desk.directory.lead')}</p>
<form class="inline" action="/directory"><label>${say('desk.search')} <input type="search" name="q" value="${q}"></label><button class="button" type="submit">${say('desk.search')}</button></form>
<div class="scroll" tabindex="0" role="region" aria-label="${say('desk.directory.title')}"><table class="grid"><thead><tr>${head.map(name => html`<th scope="col">${say(`desk.directory.${name}`)}</th>`)}</tr></thead><tbody>${rows}</tbody></table></div></main>`;
      return send(context, page(visit, say('desk.directory.title'), body));
    }),
  );
}
