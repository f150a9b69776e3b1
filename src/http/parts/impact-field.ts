import type { DraftFields } from '../../desk/draft.ts';
import { type Extent, extents, impactTable } from '../../desk/impact.ts';
import { priorities } from '../../desk/ticket.ts';
import type { SignedInVisit } from '../visit.ts';
import { type Html, html } from './page.ts';

/**
 * The table of functions and users: radios as its headings, a button in each cell that chooses both, and the priority
 * that follows, shown by the style sheet alone.
 */
export function impactField(visit: SignedInVisit, fields: DraftFields): Html {
  const { say } = visit;
  const lines = extents.map(
    functions => html`<div class="line"><label class="what">${radio('functions', functions, fields)}<span>${say(`new.functions.${functions}`)}<small>${say(`new.functionsHelp.${functions}`)}</small></span></label>
${extents.map(users => cell(visit, { functions, users, fields }))}</div>`,
  );
  return html`<fieldset class="field impact"><legend>${say('new.impact')} <span class="muted">${say('new.blank')}</span></legend>
<div class="matrix">
<div class="head"><span></span>${extents.map(users => html`<label>${radio('users', users, fields)}<span>${say(`new.users.${users}`)}</span></label>`)}</div>
${lines}
<div class="line none"><label class="what">${radio('functions', '', fields)}<span>${say('new.functions.none')}</span></label><label class="what">${radio('users', '', fields)}<span>${say('new.users.none')}</span></label></div>
</div>
<div class="verdict">${priorities.map(level => html`<p class="of-${level}"><span class="tag ${level}">${say(`/priorities.${level}`)}</span> <span>${say(`new.criteria.${level}`)}</span></p>`)}</div>
${byHand(visit, fields)}
</fieldset>`;
}

const radio = (name: 'functions' | 'users', value: Extent | '', fields: DraftFields): Html =>
  html`<input type="radio" name="${name}" value="${value}" id="${name}-${value || 'none'}"${(fields[name] ?? '') === value ? html` checked` : ''}>`;

function cell(
  { say }: SignedInVisit,
  { functions, users, fields }: Readonly<{ functions: Extent; users: Extent; fields: DraftFields }>,
): Html {
  const level = impactTable[functions][users];
  const isChosen = fields.functions === functions && fields.users === users;
  const name = `${say(`new.functions.${functions}`)}, ${say(`new.users.${users}`)}: ${say(`/priorities.${level}`)}`;
  return html`<button class="cell ${level[0]} at-${functions}-${users}" type="submit" name="impact" value="${functions} ${users}" tabindex="-1" aria-label="${name}" aria-pressed="${isChosen ? 'true' : 'false'}">${say(`/priorities.${level}`)}</button>`;
}

function byHand({ say }: SignedInVisit, fields: DraftFields): Html {
  const option = (value: string, label: Html | string) =>
    html`<label><input type="radio" name="priority" value="${value}"${(fields.priority ?? '') === value ? html` checked` : ''}> <span>${label}</span></label>`;
  return html`<details class="byhand"${fields.priority ? html` open` : ''}><summary>${say('new.byHand')}</summary>
<div class="options" role="radiogroup" aria-label="${say('/labels.priority')}">${priorities.map(level => option(level, html`<b>${say(`/priorities.${level}`)}</b> ${say(`new.criteria.${level}`)}`))}${option('', say('new.leave'))}</div></details>`;
}
