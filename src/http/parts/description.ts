import type { Lack } from '../../triage/fields/completeness.ts';
import type { SignedInVisit } from '../visit.ts';
import type { FormState } from './form-state.ts';
import { icon } from './icons.ts';
import { type Html, html } from './page.ts';

const asked: readonly Lack[] = ['steps', 'error', 'expected', 'when', 'example'];

export function descriptionField(visit: SignedInVisit, state: FormState): Html {
  const { say } = visit;
  const problem = state.problems.find(({ field }) => field === 'description');
  return html`<div class="field"><label for="description">${say('new.description')}</label>
<div class="write"><textarea id="description" name="description" maxlength="200000" required aria-describedby="${problem ? 'description-error ' : ''}prompts"${problem ? html` aria-invalid="true"` : ''}>
${state.fields.description ?? ''}</textarea>
${prompts(visit, state.meaning.missing, state.fields.description ?? '')}</div>
${problem ? html`<p class="error" id="description-error">${icon('wrong')}<span>${say(problem.word)}</span></p>` : ''}
<p class="help">${say('new.descriptionHelp')}</p></div>`;
}

/** What helps us, ticked where the description has it. */
export function prompts({ say }: Pick<SignedInVisit, 'say'>, missing: readonly Lack[], description: string): Html {
  const isThere = (prompt: Lack) => description.trim() !== '' && !missing.includes(prompt);
  const item = (prompt: Lack) => {
    const done = isThere(prompt);
    const state = done ? html`<span class="hidden"> (${say('new.given')})</span>` : '';
    return html`<li${done ? html` class="done"` : ''} data-prompt="${prompt}">${icon(done ? 'done' : 'open')}<span>${say(`new.prompts.${prompt}`)}</span>${state}</li>`;
  };
  return html`<ul class="prompts" id="prompts" aria-label="${say('new.helps')}">${asked.map(item)}</ul>`;
}
