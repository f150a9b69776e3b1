import type { Context } from 'hono';
import { keyOf, numberOf } from '../../../desk/ticket.ts';
import { layout } from '../../parts/layout.ts';
import { html, send } from '../../parts/page.ts';
import type { PageRooms } from '../../rooms.ts';
import { standingOf } from '../../thread-facts.ts';
import type { SignedInVisit } from '../../visit.ts';
import { notFound } from '../signed-in.ts';

/** Asks whether everyone on the ticket goes along, or its author alone. */
export async function splitPage(context: Context, rooms: PageRooms, visit: SignedInVisit): Promise<Response> {
  const number = numberOf(context.req.param('key') ?? '');
  const message = context.req.query('message') ?? '';
  const found = number === null ? null : await standingOf(rooms, visit.viewer, number);
  if (!found || !/^\d{1,15}$/.test(message)) return notFound(context, rooms);
  const { say, csrf } = visit;
  const key = keyOf(found.number);
  const body = html`<main class="narrow" id="main"><h1>${say('desk.splitTitle', { key })}</h1><p class="lead">${say('desk.splitLead')}</p>
<form method="post" action="/tickets/${key}/split"><input type="hidden" name="csrf" value="${csrf}"><input type="hidden" name="message" value="${message}">
<div class="row-of"><button class="button primary" type="submit">${say('desk.splitAll')}</button><button class="button" type="submit" name="alone" value="yes">${say('desk.splitAlone')}</button>
<a class="button quiet" href="/tickets/${key}#e${message}">${say('desk.cancel')}</a></div></form></main>`;
  return send(
    context,
    layout({ visit, assets: rooms.assets }, { title: say('desk.splitTitle', { key }), skipTo: 'main', body }),
  );
}
