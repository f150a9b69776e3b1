// Beside a thread: its people and whether each was reached, how the request was read, and what else can be done.
import { keyOf } from '../../../desk/ticket.ts';
import type { ThreadDelivery } from '../../../tickets/views/desk-thread.ts';
import type { Say } from '../../words.ts';
import { avatar } from '../avatar.ts';
import { type Html, html } from '../page.ts';
import { timeOf } from '../time.ts';
import type { ThreadPage } from './thread-page.ts';

export function factsOf(page: ThreadPage): Html {
  const { visit, thread, query } = page;
  const { say, csrf } = visit;
  const { ticket, followers } = thread;
  const key = keyOf(ticket.number);
  const hidden = html`<input type="hidden" name="csrf" value="${csrf}"><input type="hidden" name="in" value="${query}">`;
  const first = thread.entries.find(({ kind }) => kind === 'answer');
  return html`<section><h3>${say('desk.people')}</h3>
${person({ email: ticket.requesterEmail, name: ticket.requesterName, what: [say('/labels.requester'), ticket.organisation].filter(Boolean).join(', ') }, page)}
${followers.map(({ email, name }) => person({ email, name, what: say('desk.follower') }, page))}</section>
${
  thread.held.length === 0
    ? ''
    : html`<section><h3>${say('desk.waitsHere')}</h3>${thread.held.map(({ id, author, subject }) => html`<a class="same" href="/held#${id}"><b>${author ?? ''}</b> <span class="clip" dir="auto">${subject ?? ''}</span></a>`)}</section>`
}
<section><h3>${say('desk.howRead')}</h3><dl>
<div><dt>${say('/labels.instance')}</dt><dd>${ticket.instance ?? say('/notSet')}${ticket.instance !== null && !ticket.instanceKnown ? html`<small>${say('desk.instanceUnknown')}</small>` : ''}</dd></div>
<div><dt>${say('/labels.priority')}</dt><dd>${ticket.priority ? say(`/priorities.${ticket.priority}`) : say('/notSet')}</dd></div>
<div><dt>${say('desk.firstAnswer')}</dt><dd>${first ? timeOf(first.createdAt, visit) : say('desk.notYet')}</dd></div>
${ticket.followUpOf === null ? '' : html`<div><dt>${say('desk.followUpOf')}</dt><dd><a href="/tickets/${keyOf(ticket.followUpOf)}">${keyOf(ticket.followUpOf)}</a></dd></div>`}
</dl></section>
${
  ticket.mergedInto === null
    ? html`<section><h3>${say('desk.more')}</h3>
<p><a href="/tickets/${key}/alike">${say('desk.alike')}</a></p>
<form class="inline" method="post" action="/tickets/${key}/merge">${hidden}<label>${say('desk.mergeInto')} <input name="into" placeholder="PT-" required autocomplete="off" data-key="m"></label><button class="button" type="submit">${say('desk.merge')}</button></form>
<form class="inline" method="post" action="/tickets/${key}/followers">${hidden}<label>${say('desk.addFollower')} <input name="follow" type="email" required autocomplete="off"></label><button class="button" type="submit">${say('desk.add')}</button></form>
<form class="inline" method="post" action="/tickets/${key}/for">${hidden}<label>${say('desk.otherRequester')} <input name="requester" type="email" required autocomplete="off"></label><button class="button" type="submit">${say('desk.change')}</button></form>
<form class="inline" method="post" action="/tickets/${key}/undo">${hidden}<button class="button" type="submit">${say('desk.undoLast')}</button></form></section>`
    : ''
}`;
}

type Who = Readonly<{ email: string; name: string | null; what: string }>;

function person({ email, name, what }: Who, { thread, visit }: ThreadPage): Html {
  const { say } = visit;
  const last = thread.reached.get(email);
  return html`<div class="person">${avatar({ name, email })}<span><bdi>${name || email}</bdi><br><small${isFailed(last) ? html` class="bad"` : ''}>${isFailed(last) ? [last?.enhancedStatus, last?.lastReply].filter(Boolean).join(' ').slice(0, 120) : what}</small></span>${tagOf(last, say)}</div>`;
}

const isFailed = (last: ThreadDelivery | undefined): boolean =>
  last?.state === 'failed' || last?.state === 'undeliverable';

function tagOf(last: ThreadDelivery | undefined, say: Say): Html | '' {
  if (!last) return '';
  if (isFailed(last)) return html`<span class="tag bad">${say('desk.failed')}</span>`;
  return last.state === 'sent'
    ? html`<span class="tag ok">${say('desk.reached')}</span>`
    : html`<span class="tag">${say('desk.onTheWay')}</span>`;
}
