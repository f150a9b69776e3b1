import { keyOf } from '../../desk/ticket.ts';
import type { ListedTicket } from '../../search/find-tickets.ts';
import type { Assets } from '../assets.ts';
import { may } from '../rights.ts';
import type { Searched } from '../searching.ts';
import type { SignedInVisit } from '../visit.ts';
import type { Say } from '../words.ts';
import { faultsOf } from './faults.ts';
import { layout } from './layout.ts';
import { type Html, html } from './page.ts';
import { timeOf } from './time.ts';

type Shown = Readonly<{ visit: SignedInVisit; assets: Assets }>;

/** `kinds`: of the newest entry of each ticket. */
type OwnList = Searched & Readonly<{ kinds: ReadonlyMap<number, string>; words: string }>;

export function listPage(shown: Shown, list: OwnList): Html {
  const { words, kinds } = list;
  const { rows, next } = list.found;
  const { visit } = shown;
  const { say } = visit;
  const button = may(visit.viewer, 'new') ? html`<a class="button primary" href="/new">${say('nav.new')}</a>` : html``;
  const more =
    next === null ? '' : html`<a class="more" href="/tickets?${queryOf(words, next)}">${say('list.older')}</a>`;
  return layout(shown, {
    title: say('nav.tickets'),
    skipTo: 'main',
    find: words,
    scripts: ['own.js'],
    body: html`<main class="mine" id="main" tabindex="-1"><header><h1>${words ? say('list.found', { words }) : say('nav.tickets')}</h1>${button}</header>
${faultsOf(list, say)}
${isUnread(list) ? '' : rows.length === 0 ? empty(visit, words) : html`<ol class="tickets">${rows.map(row => lineOf({ ...row, lastKind: kinds.get(row.number) ?? null }, visit))}</ol>`}
${more}
<p class="small"><a href="/mails">${say('mails.title')}</a></p></main>`,
  });
}

/** The query was not understood, or took too long. */
const isUnread = ({ faults, tooLong }: OwnList): boolean => faults.length > 0 || tooLong;

const queryOf = (words: string, after: string): string =>
  new URLSearchParams({ ...(words ? { q: words } : {}), after }).toString();

const empty = ({ say }: SignedInVisit, words: string): Html =>
  html`<p class="lead">${words ? say('list.nothing') : say('list.empty')}</p>`;

function lineOf(ticket: ListedTicket & LastKind, visit: SignedInVisit): Html {
  const { say, viewer } = visit;
  const key = keyOf(ticket.number);
  const who = ticket.requesterEmail === viewer.email ? [] : [ticket.requesterName || ticket.requesterEmail];
  const about = [key, ...(ticket.instance ? [ticket.instance] : []), ...who].join(' · ');
  const mark = ticket.priority === 'urgent' || ticket.priority === 'high' ? ticket.priority : '';
  const priority = ticket.priority
    ? html`<span class="tag ${ticket.priority}">${say(`/priorities.${ticket.priority}`)}</span>`
    : '';
  const yourTurn = turnOf(ticket) === 'yours';
  return html`<li><a class="${mark}${yourTurn ? ' unread' : ''}" href="/tickets/${key}"><span><span class="subject" dir="auto">${ticket.subject || say('list.noSubject')}</span>${timeOf(ticket.changedAt, visit)}</span><span><span class="meta">${about}</span><span class="flags">${priority}</span></span><span class="state">${stateOf(ticket, say)}</span></a></li>`;
}

type LastKind = Readonly<{ lastKind: string | null }>;

/** Whose turn it is on a ticket that is not resolved. */
const turnOf = ({ status, lastKind }: Pick<ListedTicket, 'status'> & LastKind): 'yours' | 'ours' | 'nobodys' => {
  if (status === 'resolved' || status === 'closed') return 'nobodys';
  return status === 'pending' || lastKind === 'answer' ? 'yours' : 'ours';
};

/** The status in plain words. */
export function stateOf(ticket: Pick<ListedTicket, 'status'> & LastKind, say: Say): string {
  if (turnOf(ticket) === 'yours') return say('state.yourTurn');
  return say(`state.${ticket.status}`);
}
