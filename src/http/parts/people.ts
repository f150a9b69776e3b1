import { keyOf, priorities } from '../../desk/ticket.ts';
import { may } from '../rights.ts';
import type { Thread } from '../thread-facts.ts';
import type { SignedInVisit } from '../visit.ts';
import { avatar } from './avatar.ts';
import { type Html, html } from './page.ts';

type Person = Readonly<{ email: string; name: string | null }>;

/** Who is on the ticket and whether our mail reaches them, and the ways in and out. */
export function peoplePart(visit: SignedInVisit, thread: Thread): Html {
  const { say, csrf, viewer } = visit;
  const { ticket, standing, number } = thread;
  const action = `/tickets/${keyOf(number)}`;
  const hidden = html`<input type="hidden" name="csrf" value="${csrf}">`;
  const leave = html`<form method="post" action="${action}/unfollow">${hidden}<input type="hidden" name="person" value="${viewer.email}"><button class="button" type="submit">${say('people.stop')}</button></form>`;
  const add = html`<form class="stack" method="post" action="${action}/followers">${hidden}<label for="people">${say('people.add')}</label><input id="people" name="people" autocomplete="off" required placeholder="name@example.org"><button class="button" type="submit">${say('people.addButton')}</button></form>`;
  return html`<section><h2>${say('people.title')}</h2>
${personOf(visit, thread, { person: ticket.requester, isRequester: true })}
${ticket.followers.map(person => personOf(visit, thread, { person, isRequester: false }))}
</section>
${may(viewer, 'set-priority', standing) ? setPart(visit, thread) : ''}
${may(viewer, 'follow', standing) ? html`<section>${add}</section>` : ''}
${may(viewer, 'leave', standing) ? html`<section>${leave}</section>` : ''}`;
}

/** Priority and instance, as its requester sees fit; a field that stays as it was is not sent on. */
function setPart({ say, csrf }: SignedInVisit, { ticket, number }: Thread): Html {
  const was = (name: string, value: string | null) =>
    html`<input type="hidden" name="was-${name}" value="${value ?? ''}">`;
  const option = (value: string, label: string) =>
    html`<option value="${value}"${value === (ticket.priority ?? '') ? html` selected` : ''}>${label}</option>`;
  return html`<section><form class="stack" method="post" action="/tickets/${keyOf(number)}/set"><input type="hidden" name="csrf" value="${csrf}">${was('priority', ticket.priority)}${was('instance', ticket.instance)}
<label for="priority">${say('/labels.priority')}</label><select id="priority" name="priority">${option('', say('/notSet'))}${priorities.map(each => option(each, say(`/priorities.${each}`)))}</select>
<label for="instance">${say('/labels.instance')}</label><input id="instance" name="instance" value="${ticket.instance ?? ''}" maxlength="100" autocomplete="off">
<button class="button" type="submit">${say('desk.save')}</button></form></section>`;
}

function personOf(
  { say, csrf, viewer }: SignedInVisit,
  { reached, standing, number }: Thread,
  { person, isRequester }: Readonly<{ person: Person; isRequester: boolean }>,
): Html {
  const state = reached.find(({ email }) => email === person.email);
  const tag =
    state === undefined || state.state === 'waiting'
      ? html`<span></span>`
      : html`<span class="tag ${state.state === 'failed' ? 'bad' : 'ok'}">${say(`people.${state.state}`)}</span>`;
  const remove =
    !isRequester && person.email !== viewer.email && may(viewer, 'unfollow', standing)
      ? html`<form method="post" action="/tickets/${keyOf(number)}/unfollow"><input type="hidden" name="csrf" value="${csrf}"><input type="hidden" name="person" value="${person.email}"><button class="button quiet small" type="submit" aria-label="${say('people.removeNamed', { name: person.name || person.email })}">${say('new.remove')}</button></form>`
      : '';
  return html`<div class="person">${avatar(person)}<span><bdi>${person.name || person.email}</bdi><br><small>${say(isRequester ? 'thread.requester' : 'thread.follower')}</small>${state?.why ? html`<br><small class="bad">${state.why.slice(0, 120)}</small>` : ''}${remove}</span>${tag}</div>`;
}
