import type { LastSync, SyncResult } from '../../../directory/ldap/sync.ts';
import type { SignedInVisit } from '../../visit.ts';
import { type Html, html } from '../page.ts';
import { timeOf } from '../time.ts';

const mostRows = 2_000;

type Shown = Readonly<{ result: SyncResult; last: LastSync | null }>;
type Row = Readonly<{ email: string; became: string; what: string }>;

/** What a sync would change, with the button that makes it so. */
export function syncPage(visit: SignedInVisit, { result, last }: Shown): Html {
  const { say } = visit;
  const before = last
    ? html`<p class="muted">${say('desk.ldap.last')} ${timeOf(last.triedAt, visit)}: <span lang="en">${last.outcome}</span></p>`
    : '';
  return html`<main class="wide" id="main"><p class="crumb"><a href="/directory">${say('desk.directory.title')}</a></p><h1>${say('desk.ldap.title')}</h1><p class="lead">${say('desk.ldap.lead')}</p>${before}
${shown(visit, result)}</main>`;
}

function shown({ say, csrf }: SignedInVisit, result: SyncResult): Html {
  if (result.kind === 'not-due') return html`<p class="error" role="alert">${say('desk.ldap.busy')}</p>`;
  if (result.kind === 'refused') return html`<p class="error" role="alert" lang="en">${result.line}</p>`;
  const { added, changed, gone, left } = result.plan;
  const rows: Row[] = [
    ...added.map(({ email, role, name }) => ({ email, became: 'added', what: [role, name].filter(Boolean).join(' ') })),
    ...changed.map(({ person, words }) => ({ email: person.email, became: 'changed', what: words })),
    ...gone.map(email => ({ email, became: 'gone', what: '' })),
  ];
  const head = ['address', 'became.title', 'changes'];
  const row = ({ email, became, what }: Row) =>
    html`<tr><td>${email}</td><td>${say(`desk.directory.became.${became}`)}</td><td dir="auto" lang="en">${what}</td></tr>`;
  const table = html`<div class="scroll" tabindex="0" role="region" aria-label="${say('desk.ldap.title')}"><table class="grid"><thead><tr>${head.map(name => html`<th scope="col">${say(`desk.directory.${name}`)}</th>`)}</tr></thead><tbody>${rows.slice(0, mostRows).map(row)}</tbody></table></div>
<form method="post" action="/directory/sync"><input type="hidden" name="csrf" value="${csrf}"><div class="actions"><a class="button" href="/directory">${say('desk.cancel')}</a><button class="button primary" type="submit">${say('desk.directory.do', { count: rows.length })}</button></div></form>`;
  return html`${rows.length === 0 ? html`<p class="empty">${say('desk.directory.nothing')}</p>` : table}
${left.length > 0 ? html`<p class="muted">${say('desk.ldap.left')}: ${left.join(', ')}</p>` : ''}`;
}
