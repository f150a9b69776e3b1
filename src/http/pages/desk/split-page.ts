import type { Context } from 'hono';
import { keyOf, numberOf } from '../../../desk/ticket.ts';
import { layout } from '../../parts/layout.ts';
import { html, send } from '../../parts/page.ts';
import type { PageRooms } from '../../rooms.ts';
import type { SignedInVisit } from '../../visit.ts';

/** Asks whether everyone on the ticket goes along, or its author alone. */
export function splitPage(context: Context, { assets }: PageRooms, visit: SignedInVisit): Response | Promise<Response> {
  const number = numberOf(context.req.param('key') ?? '');
  const message = context.req.query('message') ?? '';
  if (number === null || !/^\d{1,15}$/.test(message)) return context.notFound() as Response;
  const { say, csrf } = visit;
  const key = keyOf(number);
  const body = html`<main class="narrow" id="main"><h1>${say('desk.splitTitle', { key })}</h1><p class="lead">${say('desk.splitLead')}</p>
<form method="post" action="/tickets/${key}/split"><input type="hidden" name="csrf" value="${csrf}"><input type="hidden" name="message" value="${message}">
<button class="button primary" type="submit">${say('desk.splitAll')}</button> <button class="button" type="submit" name="alone" value="yes">${say('desk.splitAlone')}</button>
<a class="button quiet" href="/tickets/${key}#e${message}">${say('desk.cancel')}</a></form></main>`;
  return send(context, layout({ visit, assets }, { title: say('desk.splitTitle', { key }), skipTo: 'main', body }));
}
