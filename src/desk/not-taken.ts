import type { Refusal } from '../mail/verdict.ts';

/** Why a mail was not taken, as its author is told. `unproven`: it waits, since nothing proves who wrote it. */
export type NotTaken = 'unproven' | 'author' | 'replyAddress' | 'tooBig' | 'infected' | 'unreadable';

const reasons: Partial<Record<Refusal, NotTaken>> = {
  'unknown-author': 'author',
  'reply-address-invalid': 'replyAddress',
  'too-big': 'tooBig',
  infected: 'infected',
  'header-too-big': 'unreadable',
  'repeated-field': 'unreadable',
  'bare-line-end': 'unreadable',
};

/** Null where an answer would not help: for a loop, or an unknown author. */
export const notTaken = (refusal: Refusal): NotTaken | null => reasons[refusal] ?? null;
