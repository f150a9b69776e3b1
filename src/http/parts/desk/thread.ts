// A ticket: who and what it is, its entries, and the field to answer.
import { keyOf, priorities, statuses } from '../../../desk/ticket.ts';
import { onceFor } from '../../../once.ts';
import { listHref } from '../../pages/desk/views.ts';
import { icon } from '../icons.ts';
import { type Html, html } from '../page.ts';
import { timeOf } from '../time.ts';
import { composer } from './composer.ts';
import { type EntryView, entryOf } from './entry.ts';
import { factsOf } from './facts.ts';
import type { ThreadPage } from './thread-page.ts';

const folded = 20;

export function threadPane(page: ThreadPage): Html {
  const { visit, thread, secret, query } = page;
  const { say } = visit;
  const { ticket, entries, seen } = thread;
  const key = keyOf(ticket.number);
  const view: EntryView = { visit, key, ticketNumber: ticket.number, secret, isAgent: page.facts.isAgent };
  const firstNew = entries.findIndex(({ id, kind }) => id > seen && kind !== 'event');
  const old = Math.max(0, Math.min(entries.length - folded, firstNew < 0 ? entries.length : firstNew));
  const unseen = firstNew > 0 ? entries[firstNew]!.id : null;
  const facts = factsOf(page);
  return html`<section class="pane thread" id="thread" tabindex="-1" aria-labelledby="subject">
<header><p class="crumb"><a class="back" href="${listHref(query)}">${icon('back')}${say('desk.back')}</a><span class="num">${key}</span><span>${say('desk.opened')} ${timeOf(ticket.createdAt, visit)}</span></p>
<h2 id="subject" dir="auto">${ticket.subject || say('desk.noSubject')}</h2>
${ticket.mergedInto === null ? setForm(page) : html`<p class="fault">${say('desk.mergedInto')} <a href="/tickets/${keyOf(ticket.mergedInto)}">${keyOf(ticket.mergedInto)}</a></p>`}
<details class="factsmore"><summary>${icon('people')}${ticket.requesterName || ticket.requesterEmail}${thread.followers.length > 0 ? ` + ${thread.followers.length}` : ''}<span class="chev">${icon('down')}</span></summary>${facts}</details>
</header>
${momentBar(page, key)}
<div class="entries" id="entries" data-ticket="${key}">
${old > 0 ? html`<details class="earlier"><summary>${say('desk.earlier', { count: old })}</summary>${entries.slice(0, old).map(entry => entryOf(entry, view))}</details>` : ''}
${entries.slice(old).map(entry => html`${entry.id === unseen ? html`<p class="newline" id="new">${say('desk.newHere')}</p>` : ''}${entryOf(entry, view)}`)}
</div>
${ticket.mergedInto === null ? composer({ ...page, key }) : ''}
</section>
<aside class="pane facts" aria-label="${say('desk.facts')}">${facts}</aside>`;
}

function momentBar({ visit, moment, query }: ThreadPage, key: string): Html | '' {
  if (!moment.says) return '';
  const { say, csrf } = visit;
  return html`<div class="moment${moment.isProblem ? ' bad' : ''}" role="status"><p>${moment.says}</p>${
    moment.undo
      ? html`<form method="post" action="/tickets/${key}/undo"><input type="hidden" name="csrf" value="${csrf}"><input type="hidden" name="in" value="${query}">${moment.entry === undefined ? '' : html`<input type="hidden" name="entry" value="${moment.entry}">`}<button class="button" type="submit" data-key="z">${say('desk.undo')}</button></form>`
      : ''
  }</div>`;
}

function setForm({ visit, thread: { ticket }, facts, query }: ThreadPage): Html {
  const { say, csrf } = visit;
  const was = (name: string, value: string | null) =>
    html`<input type="hidden" name="was-${name}" value="${value ?? ''}">`;
  const isHot = ticket.priority === 'urgent' || ticket.priority === 'high';
  return html`<form class="set" method="post" action="/tickets/${keyOf(ticket.number)}/set"><input type="hidden" name="csrf" value="${csrf}"><input type="hidden" name="in" value="${query}">
${was('status', ticket.status)}${was('priority', ticket.priority)}${was('instance', ticket.instance)}${was('assignee', ticket.assignee)}
<label><span>${say('/labels.status')}</span><select name="status" data-key="s">${options(statuses, ticket.status, name => say(`desk.status.${name}`))}</select></label>
<label${isHot ? html` class="${ticket.priority}"` : ''}><span>${say('/labels.priority')}</span><select name="priority" data-key="p">${options(['', ...priorities], ticket.priority ?? '', name => (name === '' ? say('/notSet') : say(`/priorities.${name}`)))}</select></label>
<label><span>${say('/labels.instance')}</span><input name="instance" value="${ticket.instance ?? ''}" list="instances" data-key="i" autocomplete="off" dir="auto" placeholder="${say('/notSet')}"></label>
<datalist id="instances">${instanceOptions(facts.instances)}</datalist>
<label><span>${say('/labels.assignee')}</span><select name="assignee" data-key="a">${options(['', ...agentsWith(facts.agents, ticket.assignee)], ticket.assignee ?? '', name => (name === '' ? say('desk.noAgent') : facts.nameOf(name)))}</select></label>
<button class="button" type="submit">${say('desk.save')}</button></form>`;
}

const mostInstances = 500;
const instanceOptions: (instances: ReadonlySet<string>) => Html = onceFor(
  instances => html`${[...instances].slice(0, mostInstances).map(name => html`<option value="${name}"></option>`)}`,
);

const agentsWith = (agents: readonly string[], assignee: string | null): readonly string[] =>
  assignee === null || agents.includes(assignee) ? agents : [...agents, assignee];

export const options = (values: readonly string[], chosen: string, label: (value: string) => string): Html[] =>
  values.map(
    value => html`<option value="${value}"${value === chosen ? html` selected` : ''}>${label(value)}</option>`,
  );
