// A ticket's thread as its requester and followers see it.
import { keyOf } from '../../desk/ticket.ts';
import type { HeldForTicket } from '../../tickets/views/held-for.ts';
import type { Assets } from '../assets.ts';
import type { Typed } from '../compose/typed.ts';
import { may } from '../rights.ts';
import type { Thread } from '../thread-facts.ts';
import type { SignedInVisit } from '../visit.ts';
import { entryOf } from './entry.ts';
import { icon } from './icons.ts';
import { layout } from './layout.ts';
import { type Html, html } from './page.ts';
import { peoplePart } from './people.ts';
import { stateOf } from './ticket-list.ts';
import { timeOf } from './time.ts';

export type Shown = Readonly<{ visit: SignedInVisit; assets: Assets }>;
/** `problem`: a word; `said`: what the last act came to. */
export type ThreadState = Thread & Readonly<{ typed: Typed; problem: string | null; said: string | null }>;

const outcomes = ['done', 'replied', 'taken', 'notAllowed', 'unread', 'newcomers', 'mayNotFollow', 'notHeld'];

export function threadPage(shown: Shown, state: ThreadState): Html {
  const { visit } = shown;
  const { say } = visit;
  const { ticket } = state;
  const said = outcomes.find(each => each === state.said);
  return layout(shown, {
    title: `${ticket.key} ${ticket.subject}`,
    skipTo: 'thread',
    find: '',
    scripts: ['own.js'],
    body: html`<main class="own" id="thread" tabindex="-1">
<section class="thread" aria-labelledby="subject">
<header><p class="crumb"><a class="back" href="/tickets">${icon('back')}${say('nav.tickets')}</a><span class="num">${ticket.key}</span><span>${say('thread.opened')} ${timeOf(new Date(ticket.createdAt), visit)}</span></p>
<h1 id="subject" dir="auto">${ticket.subject || say('list.noSubject')}</h1>
<p class="state-line" id="state">${factsOf(visit, state)}</p></header>
${said ? html`<p class="said-line" role="status">${say(`said.${said}`)}</p>` : ''}
${state.held.map(mail => heldPart(visit, state, mail))}
<div class="entries" id="entries" data-ticket="${ticket.key}">${state.entries.map(entry => entryOf(visit, state, entry))}</div>
${may(visit.viewer, 'reply', state.standing) ? replyForm(visit, state) : ''}
</section>
<aside class="facts" aria-label="${say('thread.about')}">${peoplePart(visit, state)}</aside>
</main>`,
  });
}

function factsOf({ say }: SignedInVisit, { ticket, entries }: ThreadState): Html {
  const lastKind =
    entries.findLast(({ kind }) => kind === 'request' || kind === 'reply' || kind === 'answer')?.kind ?? null;
  const priority = ticket.priority
    ? html`<span class="tag ${ticket.priority}">${say(`/priorities.${ticket.priority}`)}</span>`
    : html`<span class="tag">${say('/labels.priority')}: ${say('/notSet')}</span>`;
  return html`<b>${stateOf({ status: ticket.status, lastKind }, say)}</b> ${priority} ${ticket.instance ? html`<span class="tag">${ticket.instance}</span>` : ''}`;
}

const actForm = (
  { csrf }: SignedInVisit,
  { number }: Pick<ThreadState, 'number'>,
  { path, inside }: Readonly<{ path: string; inside: Html }>,
): Html =>
  html`<form method="post" action="/tickets/${keyOf(number)}/${path}"><input type="hidden" name="csrf" value="${csrf}">${inside}</form>`;

/** A mail of a person who is not on the ticket; nobody else sees it until it is let in. */
function heldPart(visit: SignedInVisit, state: ThreadState, { id, author, subject, receivedAt }: HeldForTicket): Html {
  const { say } = visit;
  const hidden = html`<input type="hidden" name="mail" value="${id}">`;
  const button = (word: string, always = false) =>
    html`${hidden}${always ? html`<input type="hidden" name="always" value="1">` : ''}<button class="button" type="submit">${say(word)}</button>`;
  return html`<section class="alike held"><h2>${say('held.title', { author: author ?? '' })}</h2><p class="clip"><bdi>${subject || say('list.noSubject')}</bdi> · ${timeOf(receivedAt, visit)}</p><p>${say('held.ask')}</p>
<div class="row">${actForm(visit, state, { path: 'let-in', inside: button('held.letIn') })}${actForm(visit, state, { path: 'let-in', inside: button('held.always', true) })}${actForm(visit, state, { path: 'keep-out', inside: button('held.keepOut') })}</div></section>`;
}

function replyForm(visit: SignedInVisit, state: ThreadState): Html {
  const { say, csrf } = visit;
  const { ticket, number, typed, problem, standing } = state;
  const isOver = ticket.status === 'resolved' || ticket.status === 'closed';
  const error = problem
    ? html`<p class="error" id="text-error" role="alert">${icon('wrong')}<span>${say(problem)}</span></p>`
    : '';
  const button = isOver ? { path: 'reopen', word: 'thread.notSolved' } : { path: 'resolve', word: 'thread.worksAgain' };
  const status = html`<button class="button" type="submit">${say(button.word)}</button>`;
  return html`<div class="composer-own">
<form id="reply" data-draft="${typed.draft}" data-kind="reply" data-ticket="${keyOf(number)}" data-saved="${say('new.savedNow')}" data-out="${say('new.signedOut')}" method="post" action="/tickets/${keyOf(number)}/reply" enctype="multipart/form-data"><input type="hidden" name="csrf" value="${csrf}"><input type="hidden" name="draft" value="${typed.draft}"><input type="hidden" name="version" value="${typed.version}">
<label for="text">${say('thread.reply')}</label><textarea id="text" name="text" maxlength="200000" required placeholder="${say('thread.orByMail')}"${problem ? html` aria-invalid="true" aria-describedby="text-error"` : ''}>
${typed.text}</textarea>${error}
<div class="actions"><label class="choose"><span class="hidden">${say('new.choose')}</span><input type="file" name="files" multiple></label><span class="small muted" data-status role="status"></span><span class="small" id="others" role="status" data-one="${say('thread.newOne')}" data-more="${say('thread.newMore')}"></span><button class="button primary" type="submit">${say('new.send')}</button></div></form>
${may(visit.viewer, 'open-or-resolve', standing) ? actForm(visit, state, { path: button.path, inside: status }) : ''}
</div>`;
}
