// The list beside a ticket.
import { keyOf, priorities, statuses } from '../../../desk/ticket.ts';
import { onceFor } from '../../../once.ts';
import type { ListedTicket } from '../../../search/find-tickets.ts';
import type { SavedView } from '../../../search/saved-views.ts';
import { countsTo, type TicketList } from '../../pages/desk/list-of.ts';
import { listHref, ticketHref, viewOfQuery, views } from '../../pages/desk/views.ts';
import type { SignedInVisit } from '../../visit.ts';
import type { Say } from '../../words.ts';
import { faultsOf } from '../faults.ts';
import { type Html, html } from '../page.ts';
import { timeOf } from '../time.ts';

export function listPane(visit: SignedInVisit, list: TicketList, current: number | null): Html {
  const { say } = visit;
  const view = viewOfQuery(list.query);
  const saved = view ? undefined : list.saved.find(({ query }) => query === list.query.trim());
  const { rows, next } = list.found;
  return html`<section class="pane list" aria-labelledby="list-title">
<header><div class="row"><h2 id="list-title">${view ? say(`desk.views.${view.name}`) : (saved?.name ?? say('desk.found'))}</h2>
<span class="small muted">${say('desk.order')}</span></div>
<nav class="views" aria-label="${say('desk.viewsLabel')}">${views.map(
    ({ name, query }) =>
      html`<a href="${listHref(query)}"${view?.name === name ? html` aria-current="page"` : ''}>${say(`desk.views.${name}`)}${
        query === '' ? '' : html` ${counted(list.counts[name])}`
      }</a>`,
  )}${list.saved.map(
    ({ name, query }) =>
      html`<a href="${listHref(query)}" dir="auto"${!view && query === list.query.trim() ? html` aria-current="page"` : ''}>${name}</a>`,
  )}</nav>${view || list.query.trim() === '' || list.faults.length > 0 ? '' : viewForm(visit, list.query, saved)}</header>
${faultsOf(list, say)}${list.isFull ? html`<p class="fault" role="alert">${say('desk.viewForm.full')}</p>` : ''}
${
  rows.length === 0 && list.faults.length === 0 && !list.tooLong
    ? html`<p class="empty">${say(view ? 'desk.nothing' : 'desk.nothingFound')}</p>`
    : html`<form method="post" action="/tickets/bulk" id="bulk"><input type="hidden" name="csrf" value="${visit.csrf}"><input type="hidden" name="in" value="${list.query}">
<ol class="tickets">${rows.map(row => item(visit, list, { row, current }))}</ol>${rows.length > 0 ? bulkBar(say) : ''}</form>`
}
${next === null ? '' : html`<a class="more" href="${listHref(list.query, next)}">${say('desk.older')}</a>`}
</section>`;
}

/** A search gets a name; one that has a name loses it. */
function viewForm({ say, csrf }: SignedInVisit, query: string, saved: SavedView | undefined): Html {
  const hidden = html`<input type="hidden" name="csrf" value="${csrf}">`;
  if (saved)
    return html`<form class="view-form" method="post" action="/views/remove">${hidden}<input type="hidden" name="view" value="${saved.id}"><button class="button quiet" type="submit">${say(saved.owner === null ? 'desk.viewForm.removeShared' : 'desk.viewForm.remove')}</button></form>`;
  return html`<details class="view-form"><summary>${say('desk.viewForm.save')}</summary><form class="inline" method="post" action="/views">${hidden}<input type="hidden" name="q" value="${query}"><label>${say('desk.viewForm.name')} <input name="name" required maxlength="40" autocomplete="off" dir="auto"></label><button class="button" type="submit">${say('desk.save')}</button><label class="check"><input type="checkbox" name="shared" value="yes"> ${say('desk.viewForm.shared')}</label></form></details>`;
}

const counted = (count: number): string => (count >= countsTo ? `${countsTo}+` : String(count));

type Item = Readonly<{ row: ListedTicket; current: number | null }>;

function item(visit: SignedInVisit, { query }: TicketList, { row, current }: Item): Html {
  const { say } = visit;
  const key = keyOf(row.number);
  const classes = [
    row.priority === 'urgent' || row.priority === 'high' ? row.priority : '',
    row.isUnread ? 'unread' : '',
  ].filter(Boolean);
  const meta = [key, row.instance, row.requesterName || row.requesterEmail].filter(Boolean).join(' · ');
  return html`<li id="t${row.number}"><label class="tick"><input type="checkbox" name="ticket" value="${row.number}" aria-label="${say('desk.select', { key })}"></label><a${
    classes.length > 0 ? html` class="${classes.join(' ')}"` : ''
  } href="${ticketHref(key, query)}"${current === row.number ? html` aria-current="true"` : ''}><span><span class="subject" dir="auto">${
    row.subject || say('desk.noSubject')
  }</span>${timeOf(row.changedAt, visit)}</span><span><span class="meta">${meta}</span><span class="flags">${flagOf(visit, row)}</span></span></a></li>`;
}

function flagOf({ say }: SignedInVisit, row: ListedTicket): Html {
  if (row.isFailing) return html`<span class="tag bad">${say('desk.notDelivered')}</span>`;
  if (row.isHeld) return html`<span class="tag high">${say('desk.mailWaits')}</span>`;
  if (row.priority === null) return html`${say('desk.noPriority')}`;
  const name = say(`/priorities.${row.priority}`);
  return row.priority === 'urgent' || row.priority === 'high'
    ? html`<span class="tag ${row.priority}">${name}</span>`
    : html`${name}`;
}

const bulkBar: (say: Say) => Html = onceFor(
  say => html`<fieldset class="bulk"><legend class="hidden">${say('desk.bulk')}</legend>
<select name="status" aria-label="${say('/labels.status')}"><option value="" selected>${say('/labels.status')}</option>${statuses
    .filter(name => name !== 'new')
    .map(name => html`<option value="${name}">${say(`desk.status.${name}`)}</option>`)}</select>
<select name="priority" aria-label="${say('/labels.priority')}"><option value="" selected>${say('/labels.priority')}</option>${priorities.map(
    name => html`<option value="${name}">${say(`/priorities.${name}`)}</option>`,
  )}</select>
<select name="assignee" aria-label="${say('/labels.assignee')}"><option value="" selected>${say('/labels.assignee')}</option><option value="me">${say('desk.me')}</option></select>
<button class="button" type="submit">${say('desk.apply')}</button></fieldset>`,
);
