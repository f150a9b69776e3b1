import { locales } from '../../../desk/locale.ts';
import { type Person, storedRoleOf, storedRoles } from '../../../desk/person.ts';
import type { EntryChange, ImportPlan } from '../../../directory/difference.ts';
import type { OrganisationPolicy } from '../../../directory/organisations.ts';
import type { SignedInVisit } from '../../visit.ts';
import { type Html, html } from '../page.ts';

const mostPeople = 500;

type Shown = Readonly<{
  people: readonly Person[];
  policies: readonly OrganisationPolicy[];
  q: string;
  mayChange: boolean;
  hasLdap: boolean;
}>;

export function directoryPage({ say }: SignedInVisit, { people, policies, q, mayChange, hasLdap }: Shown): Html {
  const head = ['address', 'name', 'role', 'organisation', 'instances', 'source'];
  const row = (each: Person) =>
    html`<tr><td><a href="/directory/${encodeURIComponent(each.email)}">${each.active ? each.email : html`<s>${each.email}</s>`}</a></td><td dir="auto">${each.name ?? ''}</td><td>${say(`desk.directory.roles.${storedRoleOf(each)}`)}</td><td dir="auto">${each.organisation ?? ''}</td><td>${each.instances.join(' ')}</td><td>${each.source}</td></tr>`;
  const change = mayChange
    ? html`<p class="actions"><a class="button" href="/directory/new">${say('desk.add')}</a><a class="button" href="/directory/import">${say('desk.directory.import')}</a>${hasLdap ? html`<a class="button" href="/directory/sync">${say('desk.ldap.title')}</a>` : ''}</p>`
    : '';
  const seeing = policies.filter(({ see }) => see === 'all').map(({ organisation }) => organisation);
  return html`<main class="wide" id="main"><h1>${say('desk.directory.title')}</h1><p class="lead">${say('desk.directory.lead')}</p>
<form class="inline" action="/directory"><label>${say('desk.search')} <input type="search" name="q" value="${q}"></label><button class="button" type="submit">${say('desk.search')}</button></form>${change}
<div class="scroll" tabindex="0" role="region" aria-label="${say('desk.directory.title')}"><table class="grid rows"><thead><tr>${head.map(name => html`<th scope="col">${say(`desk.directory.${name}`)}</th>`)}</tr></thead><tbody>${people.slice(0, mostPeople).map(row)}</tbody></table></div>
${seeing.length > 0 ? html`<p class="muted">${say('desk.directory.seeAll')}: <span dir="auto">${seeing.join(', ')}</span></p>` : ''}</main>`;
}

type OfPerson = Readonly<{ person: Person | null; sees: 'own' | 'all'; mayChange: boolean; problem: string | null }>;

export function personPage(visit: SignedInVisit, { person, sees, mayChange, problem }: OfPerson): Html {
  const { say, csrf } = visit;
  const isLocked = person?.source === 'ldap' && person.active;
  const isFixed = !mayChange || isLocked ? html` readonly` : '';
  const text = (name: string, value: string) =>
    html`<div class="field"><label for="${name}">${say(`desk.directory.${name}`)}</label><input id="${name}" name="${name}" value="${value}" dir="auto" autocomplete="off"${isFixed}></div>`;
  const choice = (name: string, label: string, options: readonly (readonly [string, string])[], chosen: string) =>
    html`<div class="field"><label for="${name}">${label}</label><select id="${name}" name="${name}"${isFixed === '' ? '' : html` disabled`}>${options.map(([value, words]) => html`<option value="${value}"${value === chosen ? html` selected` : ''}>${words}</option>`)}</select></div>`;
  const roles = storedRoles.map(role => [role, say(`desk.directory.roles.${role}`)] as const);
  const languages = [['', say('/notSet')] as const, ...locales.map(each => [each, each] as const)];
  const sights = (['own', 'all'] as const).map(each => [each, say(`desk.directory.sees.${each}`)] as const);
  const buttons = html`<div class="actions">${person?.active ? html`<button class="button" type="submit" name="remove" value="1">${say('desk.directory.deactivate')}</button>` : ''}<button class="button primary" type="submit">${say('desk.save')}</button></div>`;
  return html`<main class="narrow" id="main"><p class="crumb"><a href="/directory">${say('desk.directory.title')}</a></p><h1>${person?.email ?? say('desk.add')}</h1>
${problem ? html`<p class="error" role="alert">${problem}</p>` : ''}${isLocked ? html`<p class="lead">${say('desk.directory.locked')}</p>` : ''}
<form class="form" method="post" action="/directory/${person ? encodeURIComponent(person.email) : 'new'}"><input type="hidden" name="csrf" value="${csrf}">
${person ? '' : html`<div class="field"><label for="email">${say('desk.directory.address')}</label><input id="email" name="email" required autocomplete="off" placeholder="name@example.org, @example.org"></div>`}
${text('name', person?.name ?? '')}${choice('role', say('desk.directory.role'), roles, person ? storedRoleOf(person) : 'admin')}${text('organisation', person?.organisation ?? '')}${choice('see', say('desk.directory.see'), sights, sees)}${text('instances', person?.instances.join(' ') ?? '')}${choice('locale', say('desk.directory.language'), languages, person?.locale ?? '')}
${isFixed === '' ? buttons : ''}</form>
${person ? html`<p><a href="/tickets?q=${encodeURIComponent(`from:${person.email}`)}">${say('desk.tickets')}</a> · <a href="/mail?q=${encodeURIComponent(person.email)}">${say('desk.mail.title')}</a></p>` : ''}</main>`;
}

type Import =
  | (Pick<ImportPlan, 'changes' | 'left'> & Readonly<{ unread: readonly string[]; csv: string; sync: boolean }>)
  | Readonly<{ problem: string }>;

/** The field for the file; then what it would change. */
export function importPage(visit: SignedInVisit, read: Import | null): Html {
  const { say, csrf } = visit;
  const hidden = html`<input type="hidden" name="csrf" value="${csrf}">`;
  const ask = html`<form class="form" method="post" action="/directory/import" enctype="multipart/form-data">${hidden}
<div class="field"><label for="file">${say('desk.directory.file')}</label><input id="file" type="file" name="file" accept=".csv,text/csv" required></div>
<div class="field"><label><input type="checkbox" name="sync" value="yes"> ${say('desk.directory.sync')}</label></div>
<div><button class="button primary" type="submit">${say('desk.directory.look')}</button></div></form>`;
  const problem = read && 'problem' in read ? html`<p class="error" role="alert" lang="en">${read.problem}</p>` : '';
  return html`<main class="wide" id="main"><p class="crumb"><a href="/directory">${say('desk.directory.title')}</a></p><h1>${say('desk.directory.import')}</h1><p class="lead">${say('desk.directory.importLead')}</p>${problem}
${read && 'changes' in read ? differences(visit, read, hidden) : ask}</main>`;
}

function differences(
  { say }: SignedInVisit,
  { changes, left, unread, csv, sync }: Exclude<Import, { problem: string }>,
  hidden: Html,
): Html {
  const row = ({ email, kind, fields }: EntryChange) =>
    html`<tr><td>${email}</td><td>${say(`desk.directory.became.${kind}`)}</td><td dir="auto">${fields.map(({ field, from, to }) => html`<div>${say(`desk.directory.${field === 'locale' ? 'language' : field}`)}: ${from || '–'} → ${to || '–'}</div>`)}</td></tr>`;
  const table = html`<div class="scroll" tabindex="0" role="region" aria-label="${say('desk.directory.import')}"><table class="grid"><thead><tr>${['address', 'became.title', 'changes'].map(name => html`<th scope="col">${say(`desk.directory.${name}`)}</th>`)}</tr></thead><tbody>${changes.slice(0, 2_000).map(row)}</tbody></table></div>`;
  return html`${unread.length > 0 ? html`<p class="muted">${say('desk.directory.unread')}: ${unread.join(', ')}</p>` : ''}
${left.length > 0 ? html`<p class="muted">${say('desk.directory.left')}: ${left.join(', ')}</p>` : ''}
${changes.length === 0 ? html`<p class="empty">${say('desk.directory.nothing')}</p>` : table}
<form method="post" action="/directory/import">${hidden}<textarea name="csv" hidden>
${csv}</textarea>${sync ? html`<input type="hidden" name="sync" value="yes">` : ''}<div class="actions"><a class="button" href="/directory/import">${say('desk.cancel')}</a>${changes.length > 0 ? html`<button class="button primary" type="submit" name="confirm" value="yes">${say('desk.directory.do', { count: changes.length })}</button>` : ''}</div></form>`;
}
