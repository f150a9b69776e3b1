// What operators look at: the settings in force, and who did what.
import type { Hono } from 'hono';
import { keyOf } from '../../../desk/ticket.ts';
import { type Deed, deedsOf } from '../../../tickets/views/audit.ts';
import { eventWords } from '../../parts/desk/event-words.ts';
import { type Html, html, send } from '../../parts/page.ts';
import { timeOf } from '../../parts/time.ts';
import type { PageRooms } from '../../rooms.ts';
import type { SignedInVisit } from '../../visit.ts';
import { within } from '../signed-in.ts';
import { deskPage } from './desk-page.ts';

export function addOperate(app: Hono, rooms: PageRooms): void {
  app.get('/settings', context =>
    within(context, rooms, 'operate', visit =>
      send(context, deskPage(rooms, visit, visit.say('desk.settings.title'), settingsPage(visit, rooms))),
    ),
  );
  app.get('/audit', context =>
    within(context, rooms, 'operate', async visit => {
      const { q = '', before = '' } = context.req.query();
      const at = new Date(before);
      const found = await deedsOf(rooms.db, { q, before: Number.isNaN(at.getTime()) ? null : at });
      return send(context, deskPage(rooms, visit, visit.say('desk.audit.title'), auditPage(visit, { ...found, q })));
    }),
  );
}

function settingsPage({ say }: SignedInVisit, { settings }: PageRooms): Html {
  const head = ['name', 'value', 'from', 'meaning'];
  const rows = settings.map(
    ({ name, value, from, meaning }) =>
      html`<tr id="${name}"><th scope="row"><code>${name}</code></th><td dir="auto">${value}</td><td>${say(`desk.settings.of.${from}`)}</td><td lang="en">${meaning.split('`').map((part, at) => (at % 2 === 1 ? html`<code>${part}</code>` : part))}</td></tr>`,
  );
  return html`<main class="wide" id="main"><h1>${say('desk.settings.title')}</h1><p class="lead">${say('desk.settings.lead')}</p>
<div class="scroll" tabindex="0" role="region" aria-label="${say('desk.settings.title')}"><table class="grid rows"><thead><tr>${head.map(name => html`<th scope="col">${say(`desk.settings.${name}`)}</th>`)}</tr></thead><tbody>${rows}</tbody></table></div></main>`;
}

type Shown = Readonly<{ deeds: readonly Deed[]; next: string | null; q: string }>;

function auditPage(visit: SignedInVisit, { deeds, next, q }: Shown): Html {
  const { say } = visit;
  const head = ['when', 'who', 'via', 'what', 'about'];
  const row = ({ at, who, via, act, about, ticketNumber }: Deed) => {
    const key = ticketNumber === null ? null : keyOf(ticketNumber);
    return html`<tr><td>${timeOf(at, visit)}</td><td><bdi>${who ?? say('desk.byOperator')}</bdi></td><td>${via ? say(`desk.audit.doors.${via}`) : ''}</td><td>${say(`desk.audit.acts.${act}`)}</td><td dir="auto">${key ? html`<a href="/tickets/${key}">${key}</a> ` : ''}${about === key ? '' : act === 'event' ? eventWords(about, say) : about}</td></tr>`;
  };
  const more =
    next === null
      ? ''
      : html`<a class="more" href="/audit?q=${encodeURIComponent(q)}&amp;before=${encodeURIComponent(next)}">${say('desk.older')}</a>`;
  return html`<main class="wide" id="main"><h1>${say('desk.audit.title')}</h1><p class="lead">${say('desk.audit.lead')}</p>
<form class="inline" action="/audit"><label>${say('desk.search')} <input type="search" name="q" value="${q}"></label><button class="button" type="submit">${say('desk.search')}</button></form>
<div class="scroll" tabindex="0" role="region" aria-label="${say('desk.audit.title')}"><table class="grid rows"><thead><tr>${head.map(name => html`<th scope="col">${say(`desk.audit.${name}`)}</th>`)}</tr></thead><tbody>${deeds.map(row)}</tbody></table></div>${more}</main>`;
}
