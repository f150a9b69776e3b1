import { keyOf } from '../../desk/ticket.ts';
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
${may(viewer, 'follow', standing) ? html`<section>${add}</section>` : ''}
${may(viewer, 'leave', standing) ? html`<section>${leave}</section>` : ''}`;
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
  return html`<div class="person">${avatar(person)}<span>${person.name || person.email}<br><small>${say(isRequester ? 'thread.requester' : 'thread.follower')}</small>${state?.why ? html`<br><small class="bad">${state.why.slice(0, 120)}</small>` : ''}${remove}</span>${tag}</div>`;
}
