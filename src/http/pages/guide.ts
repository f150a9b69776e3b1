// How to write a good ticket: the criteria, what to tell, and the video as a link. For everybody.
import type { Hono } from 'hono';
import { extents, impactTable } from '../../desk/impact.ts';
import { priorities } from '../../desk/ticket.ts';
import { layout } from '../parts/layout.ts';
import { html, send } from '../parts/page.ts';
import { may } from '../rights.ts';
import type { PageRooms } from '../rooms.ts';

const asked = ['steps', 'error', 'expected', 'when', 'example'] as const;

export const addGuide = (app: Hono, rooms: PageRooms): Hono =>
  app.get('/guide', context => {
    const visit = context.get('visit');
    const { say } = visit;
    const support = rooms.desk.supports[0];
    const level = (functions: (typeof extents)[number], users: (typeof extents)[number]) =>
      impactTable[functions][users];
    const rows = extents.map(
      functions =>
        html`<tr><th scope="row">${say(`new.functions.${functions}`)}<small>${say(`new.functionsHelp.${functions}`)}</small></th>${extents.map(users => html`<td><span class="tag ${level(functions, users)}">${say(`/priorities.${level(functions, users)}`)}</span></td>`)}</tr>`,
    );
    const video = rooms.guideVideoUrl
      ? html`<p><a class="button" href="${rooms.guideVideoUrl}" rel="noreferrer">${say('/help.video')}</a></p>`
      : '';
    const body = html`<main class="narrow guide" id="main" tabindex="-1"><h1>${say('guide.title')}</h1>
<p class="lead">${say('/help.one')}</p>
${may(visit.viewer, 'new') ? html`<p><a class="button primary" href="/new">${say('nav.new')}</a></p>` : ''}
<p>${say('guide.byMail')} <a href="mailto:${support}">${support}</a></p>
${video}
<h2>${say('/help.say')}</h2>
<ul class="bullets"><li>${say('/help.instance')}</li>${asked.map(name => html`<li>${say(`/missing.${name}`)}</li>`)}</ul>
<h2>${say('/help.criteria')}</h2>
<p>${say('guide.table')}</p>
<div class="scroll" tabindex="0" role="region" aria-label="${say('/help.criteria')}"><table><thead><tr><td></td>${extents.map(users => html`<th scope="col">${say(`new.users.${users}`)}</th>`)}</tr></thead><tbody>${rows}</tbody></table></div>
<dl class="criteria">${priorities.map(each => html`<dt><span class="tag ${each}">${say(`/priorities.${each}`)}</span></dt><dd>${say(`new.criteria.${each}`)}</dd>`)}</dl>
<h2>${say('guide.commandsTitle')}</h2><p>${say('/help.commands')}</p></main>`;
    return send(context, layout({ visit, assets: rooms.assets }, { title: say('guide.title'), skipTo: 'main', body }));
  });
