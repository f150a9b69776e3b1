// Tickets that seem to be about the same incident, each with a button that merges. On a page of its own, since most
// threads are opened without asking for them.
import type { Context, Hono } from 'hono';
import { keyOf, numberOf } from '../../../desk/ticket.ts';
import type { Address } from '../../../mail/address.ts';
import { openTicketsNear, profileOf } from '../../../tickets/similar.ts';
import { deskThread } from '../../../tickets/views/desk-thread.ts';
import { likeliest } from '../../../triage/incident/likeness.ts';
import { layout } from '../../parts/layout.ts';
import { html, send } from '../../parts/page.ts';
import { timeOf } from '../../parts/time.ts';
import type { PageRooms } from '../../rooms.ts';
import type { SignedInVisit } from '../../visit.ts';
import { notFound } from '../signed-in.ts';
import { agentOr } from './as-agent.ts';

const most = 5;

export const addAlike = (app: Hono, rooms: PageRooms): Hono =>
  app.get(
    '/tickets/:key/alike',
    agentOr(rooms, 'merge', (context, visit) => show(context, rooms, visit)),
  );

async function show(context: Context, rooms: PageRooms, visit: SignedInVisit): Promise<Response> {
  const { db, desk, assets } = rooms;
  const number = numberOf(context.req.param('key') ?? '');
  const thread = number === null ? null : await deskThread(db, number, visit.viewer.email);
  if (!thread) return notFound(context, rooms);
  const { ticket } = thread;
  const admittedBy = desk.directory.find(ticket.requesterEmail as Address)?.email ?? null;
  const found = await db.transaction(async tx => {
    const profile = await profileOf(tx, ticket.number);
    const near = await openTicketsNear(tx, ticket, { profile, admittedBy });
    return likeliest(profile, near.candidates, near.background).slice(0, most);
  });
  const { say, csrf } = visit;
  const key = keyOf(ticket.number);
  const items = found.map(
    ({ key: other, subject, openedAt }) =>
      html`<li><a href="/tickets/${other}"><bdi>${subject || say('desk.noSubject')}</bdi></a><small>${other}, ${timeOf(openedAt, visit)}</small><form method="post" action="/tickets/${key}/merge"><input type="hidden" name="csrf" value="${csrf}"><input type="hidden" name="into" value="${other}"><button class="button" type="submit">${say('desk.mergeInto')} ${other}</button></form></li>`,
  );
  const body = html`<main class="narrow" id="main"><p class="crumb"><a href="/tickets/${key}">${key}</a></p><h1>${say('desk.alike')}</h1><p class="lead" dir="auto">${ticket.subject}</p>
${items.length > 0 ? html`<ul class="plainlist">${items}</ul>` : html`<p class="empty">${say('desk.alikeNone')}</p>`}</main>`;
  return send(context, layout({ visit, assets }, { title: say('desk.alike'), skipTo: 'main', body }));
}
