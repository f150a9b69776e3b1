// How we will read it: the same triage on what Send would compose, before it is sent.

import type { Desk } from '../../desk/desk.ts';
import type { DraftFields } from '../../desk/draft.ts';
import type { Viewer } from '../../signin/who.ts';
import { writeBlock } from '../../triage/fields/form-block.ts';
import { understandForm } from '../../triage/form.ts';
import type { Meaning } from '../../triage/meaning.ts';
import { formFieldsOf } from './send.ts';

export function readingOf(
  fields: DraftFields,
  { viewer, desk, hasImages }: Readonly<{ viewer: Viewer; desk: Desk; hasImages: boolean }>,
): Meaning {
  const block = writeBlock(formFieldsOf({ fields }), 'en');
  const text = [...block, '', fields.description ?? ''].join('\n');
  const facts = {
    subject: fields.subject ?? '',
    text,
    instances: viewer.instances,
    knownInstances: desk.directory.instances(),
    hasImages,
  };
  return understandForm(facts, block.length);
}
