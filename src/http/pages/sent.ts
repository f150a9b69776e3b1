// After Send: the ticket as soon as it has a number, until then a page that says that it was taken.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Context } from 'hono';
import { keyOf } from '../../desk/ticket.ts';
import { findDraft } from '../../drafts/drafts.ts';
import { filedMail } from '../../tickets/filed-mail.ts';
import { layout } from '../parts/layout.ts';
import { html, send } from '../parts/page.ts';
import type { PageRooms } from '../rooms.ts';
import type { SignedInVisit } from '../visit.ts';
import { notFound } from './signed-in.ts';

const patienceMs = 2_000;
const askMs = 40;

/** The ticket's number, if a worker files the mail soon; else null. */
export async function filedAs({ db }: PageRooms, mail: string): Promise<number | null> {
  for (const since = Date.now(); ; await sleep(askMs)) {
    const filed = await filedMail(db, mail);
    if (filed && filed.disposition !== 'pending') return filed.ticketNumber;
    if (Date.now() - since > patienceMs) return null;
  }
}

export async function showSent(context: Context, rooms: PageRooms, visit: SignedInVisit): Promise<Response> {
  const draft = await findDraft(rooms.db, context.req.param('draft') ?? '', visit.session.email);
  if (!draft?.sentMail) return notFound(context, rooms);
  const filed = await filedMail(rooms.db, draft.sentMail);
  if (filed?.ticketNumber) return context.redirect(`/tickets/${keyOf(filed.ticketNumber)}`, 303);
  const { say } = visit;
  const body = html`<main class="narrow" id="main"><h1>${say('sent.title')}</h1><p class="lead">${say('sent.lead')}</p>
<p><a class="button" href="/new/${draft.id}/sent">${say('sent.look')}</a> <a href="/tickets">${say('nav.tickets')}</a></p></main>`;
  context.header('Refresh', '3');
  return send(context, layout({ visit, assets: rooms.assets }, { title: say('sent.title'), skipTo: 'main', body }));
}
