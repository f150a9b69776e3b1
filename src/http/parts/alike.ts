import type { Alike } from '../compose/alike.ts';
import type { SignedInVisit } from '../visit.ts';
import { type Html, html } from './page.ts';
import { timeOf } from './time.ts';

/** Stands within the form: its button adds the draft to that ticket. */
export function alikePart(visit: SignedInVisit, similar: readonly Alike[]): Html {
  const { say } = visit;
  const item = ({ key, subject, who, openedAt }: Alike) =>
    html`<li><span><b>${subject === null ? key : html`<a href="/tickets/${key}">${subject}</a>`}</b><small>${subject === null ? say('new.colleagues') : html`${key}, ${who}`}, ${timeOf(openedAt, visit)}</small></span>${subject === null ? '' : html`<button class="button" type="submit" name="add" value="${key}">${say('new.addInstead')}</button>`}</li>`;
  return html`<section class="alike" aria-labelledby="alike-title"><h2 id="alike-title">${say('new.alike')}</h2><p>${say('new.alikeHelp')}</p><ul>${similar.map(item)}</ul></section>`;
}
