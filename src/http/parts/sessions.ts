import type { SessionRow } from '../../signin/sessions.ts';
import type { Assets } from '../assets.ts';
import type { SignedInVisit } from '../visit.ts';
import { inTabs, layout } from './layout.ts';
import { navOf } from './nav.ts';
import { type Html, html } from './page.ts';
import { timeOf } from './time.ts';

export function sessionsPage(
  { visit, assets }: Readonly<{ visit: SignedInVisit; assets: Assets }>,
  { sessions, keysOff }: Readonly<{ sessions: readonly SessionRow[]; keysOff: boolean }>,
): Html {
  const { say, viewer, csrf } = visit;
  const hidden = html`<input type="hidden" name="csrf" value="${csrf}">`;
  const here = (row: SessionRow) => row.hash === visit.session.hash;
  const rows = sessions.map(
    row => html`<li><b>${row.browser || say('sessions.unknown')}</b>
<small>${row.peer ?? ''} · ${say('sessions.seen')} ${timeOf(row.seenAt, visit)}${here(row) ? html` · ${say('sessions.here')}` : ''}</small></li>`,
  );
  const more = navOf(visit).slice(inTabs);
  return layout(
    { visit, assets },
    {
      title: say('sessions.title'),
      skipTo: 'main',
      body: html`<main class="narrow" id="main"><h1>${viewer.name || viewer.email}</h1>
<p class="lead">${viewer.email}${viewer.organisation ? html`, ${viewer.organisation}` : ''}</p>
<form method="post" action="/sign-out">${hidden}<button class="button primary" type="submit">${say('sessions.out')}</button></form>
${more.length > 0 ? html`<nav aria-label="${say('nav.more')}"><ul class="plainlist">${more.map(({ href, label }) => html`<li><a href="${href}">${label}</a></li>`)}</ul></nav>` : ''}
<h2>${say('sessions.title')}</h2>
<ul class="plainlist">${rows}</ul>
${sessions.length > 1 ? html`<form method="post" action="/sessions/end">${hidden}<button class="button" type="submit">${say('sessions.endOthers')}</button></form>` : ''}
${viewer.role === 'agent' ? html`<h2>${say('desk.keys.title')}</h2><form method="post" action="/sessions/keys">${hidden}<p>${say(keysOff ? 'sessions.keysOff' : 'sessions.keysOn')}</p><button class="button" type="submit" name="keys" value="${keysOff ? 'on' : 'off'}">${say(keysOff ? 'sessions.turnOn' : 'sessions.turnOff')}</button></form>` : ''}
</main>`,
    },
  );
}
