// Reads a mail that a form composed: its first lines are fields, and all the rest is the author's text.
import { ownSubject } from '../mail/subject.ts';
import { missingFrom } from './fields/completeness.ts';
import { formPriority, readBlock } from './fields/form-block.ts';
import { findInstance, type Instance, technicalName } from './fields/instance.ts';
import { labelledSubject } from './fields/label.ts';
import { findPriority } from './fields/priority.ts';
import type { Facts, Meaning } from './meaning.ts';

/** `lines`: how many lines of the text are fields. Where the form left a field blank, the subject may name it. */
export function understandForm(facts: Omit<Facts, 'importance'>, lines: number): Meaning {
  const all = facts.text.split('\n');
  const block = all.slice(0, lines);
  const description = all.slice(lines).join('\n').trim();
  const fields = readBlock(block);
  const subject = ownSubject(facts.subject);
  const said = labelledSubject(subject);
  return {
    subject,
    instance: instanceOf(fields.instance, { ...facts, subject, said }),
    priority:
      formPriority(fields, block) ?? findPriority({ subject, said, lines: [], commanded: null, importance: null }),
    missing: missingFrom({ subject, description, hasImages: facts.hasImages }),
    commands: [],
    given: [],
    answers: [],
    description,
  };
}

function instanceOf(
  chosen: string | null,
  facts: Omit<Parameters<typeof findInstance>[0], 'commanded'>,
): Instance | null {
  if (chosen === null) return findInstance({ ...facts, commanded: null });
  const name = technicalName(chosen);
  const value = name !== null && name.length === chosen.length ? name : chosen;
  const found = findInstance({ ...facts, commanded: value });
  return found && { ...found, source: 'label' };
}
