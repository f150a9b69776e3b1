import type { Change } from '../../desk/change.ts';
import type { Feedback } from '../../desk/feedback.ts';
import { filled, type Words } from './words.ts';

/** A change in the reader's language. Names of instances and addresses are not translated. */
export function worded({ field, from, to }: Change, words: Words) {
  const list = field === 'status' ? words.statuses : field === 'priority' ? words.priorities : {};
  const word = (value: string | null) => (value === null ? words.notSet : ((list as Words)[value] ?? value));
  return { field, from: word(from), to: word(to) };
}

export const wordedAll = (changes: readonly Change[] | undefined, words: Words) =>
  (changes ?? []).map(change => worded(change, words));

/** The sentence that reports the result of one command. */
export function sentenceOf(line: Feedback, words: Words): string {
  if (line.kind === 'changed') return changeOf(line.change, words);
  const group = (words.done as Words | undefined)?.lines as Words | undefined;
  const guessed = (line.kind === 'not-understood' || line.kind === 'waits') && line.nearest !== null;
  const isUnnamed = line.kind === 'whose' && line.names === '';
  const phrase = String(
    group?.[
      isUnnamed ? 'whose-unnamed' : guessed ? (line.kind === 'waits' ? 'waits-nearest' : 'nearest') : line.kind
    ] ?? line.kind,
  );
  const values: Record<string, unknown> = {
    ...(words.held as Words | undefined),
    ...line,
    ...(line.kind === 'undone' ? { change: changeOf(line.change, words) } : {}),
    ...(guessed ? { nearest: `#${line.nearest}` } : {}),
  };
  return filled(phrase, name => values[name]);
}

function changeOf(change: Change, words: Words): string {
  const { field, from, to } = worded(change, words);
  const label = (words.labels as Words | undefined)?.[field];
  return `${label}${words.colon} ${from} → ${to}`;
}
