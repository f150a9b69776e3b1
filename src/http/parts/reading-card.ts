import type { DraftFields } from '../../desk/draft.ts';
import type { FoundPriority } from '../../triage/fields/priority.ts';
import type { Meaning } from '../../triage/meaning.ts';
import { copiesOf } from '../compose/fields.ts';
import type { SignedInVisit } from '../visit.ts';
import { type Html, html } from './page.ts';

/** The receipt before the fact. */
export function readingCard(
  { say }: Pick<SignedInVisit, 'say'>,
  { meaning, fields }: Readonly<{ meaning: Meaning; fields: DraftFields }>,
): Html {
  const { instance, priority, missing } = meaning;
  const people = copiesOf(fields.cc ?? '').people.map(({ name, address }) => name || address);
  const lacks = missing.filter(each => each !== 'description' && each !== 'subject');
  const isWritten = (fields.description ?? '').trim() !== '';
  return html`<h2>${say('new.reading')}</h2>
<dl>
<div><dt>${say('/labels.instance')}</dt><dd>${instance ? html`${instance.value}${instance.known ? '' : html`<small>${say('new.unknownInstance')}</small>`}` : say('/notSet')}</dd></div>
<div><dt>${say('/labels.priority')}</dt><dd>${priority ? html`<span class="tag ${priority.value}">${say(`/priorities.${priority.value}`)}</span><small>${reasonOf(priority, say)}</small>` : say('new.noPriority')}</dd></div>
${people.length > 0 ? html`<div><dt>${say('/labels.followers')}</dt><dd>${people.join(', ')}</dd></div>` : ''}
${isWritten && lacks.length > 0 ? html`<div><dt>${say('/receipt.missing')}</dt><dd>${lacks.map(each => html`${say(`/missing.${each}`)}<br>`)}</dd></div>` : ''}
</dl>`;
}

function reasonOf({ source, extents }: FoundPriority, say: SignedInVisit['say']): string {
  if (extents) {
    const [functions, users] = [say(`/functions.${extents.functions}`), say(`/users.${extents.users}`)];
    return say('/because.impact', { functions, users });
  }
  return say(source === 'tag' ? '/because.subject' : 'new.asChosen');
}
