// The story of a person's own mails: what became of each, and what helps where it did not go as meant.
import type { Hono } from 'hono';
import { keyOf } from '../../desk/ticket.ts';
import { mailsBy, type OwnMail } from '../../tickets/views/held-for.ts';
import { layout } from '../parts/layout.ts';
import { type Html, html, send } from '../parts/page.ts';
import { timeOf } from '../parts/time.ts';
import type { PageRooms } from '../rooms.ts';
import type { SignedInVisit } from '../visit.ts';
import { signedIn } from './signed-in.ts';

export const addOwnMails = (app: Hono, rooms: PageRooms): Hono =>
  app.get('/mails', context =>
    signedIn(context, rooms, async visit => {
      const { say } = visit;
      const mails = await mailsBy(rooms.db, visit.viewer.email);
      const body = html`<main class="narrow" id="main" tabindex="-1"><h1>${say('mails.title')}</h1><p class="lead">${say('mails.lead')}</p>
${mails.length === 0 ? html`<p>${say('mails.none')}</p>` : html`<ul class="plainlist">${mails.map(mail => lineOf(visit, mail))}</ul>`}</main>`;
      return send(
        context,
        layout({ visit, assets: rooms.assets }, { title: say('mails.title'), skipTo: 'main', body }),
      );
    }),
  );

function lineOf(visit: SignedInVisit, mail: OwnMail): Html {
  const { say } = visit;
  const key = mail.ticketNumber === null ? null : keyOf(mail.ticketNumber);
  const cure = cureOf(mail);
  return html`<li><b><bdi>${mail.subject || say('list.noSubject')}</bdi></b><small>${timeOf(mail.receivedAt, visit)} · ${say(`mails.via.${mail.via}`)}</small>
<p>${say(`mails.became.${mail.disposition}`)}${key ? html` <a href="/tickets/${key}">${key}</a>` : ''}</p>${cure ? html`<p class="muted">${say(`mails.cure.${cure}`)}</p>` : ''}</li>`;
}

const cures: readonly (readonly [RegExp, string])[] = [
  [/nobody vouches|unauthenticated|only a signature vouches/i, 'unsigned'],
  [/unknown-author|not in the directory/i, 'address'],
  [/infected/i, 'infected'],
  [/too-big/i, 'tooBig'],
  [/answers a mail that is not here yet|thread is not known/i, 'thread'],
  [/not on this thread|shall it be added/i, 'requester'],
];

/** What the author can do about a mail that reached no ticket. */
function cureOf({ disposition, reasons }: OwnMail): string | null {
  if (!['held', 'refused', 'failed', 'ignored'].includes(disposition)) return null;
  const said = reasons.join('\n');
  return cures.find(([pattern]) => pattern.test(said))?.[1] ?? 'write';
}
