import type { Change } from './change.ts';

/** One sentence to the author of a command, or of a mail that copies people in. `words` are the author's own. */
export type Feedback =
  | Readonly<{ kind: 'changed'; change: Change }>
  | Readonly<{ kind: 'same'; words: string }>
  | Readonly<{ kind: 'noted' }>
  | Readonly<{ kind: 'kept-as-note'; words: string }>
  | Readonly<{ kind: 'merged' | 'split' | 'separated'; key: string }>
  | Readonly<{ kind: 'undone'; change: Change }>
  | Readonly<{ kind: 'nothing-to-undo' | 'cannot-undo' | 'changed-since' }>
  | Readonly<{ kind: 'unmerged' | 'unsplit'; key: string }>
  /** `count` entries that were written on this ticket during the merge stay on it. */
  | Readonly<{ kind: 'stay-here'; count: number }>
  | Readonly<{ kind: 'unfollowed' | 'stays' }>
  | Readonly<{ kind: 'not-an-agent'; address: string }>
  | Readonly<{ kind: 'no-such-ticket'; key: string }>
  | Readonly<{ kind: 'no-such-entry' | 'no-place'; words: string }>
  | Readonly<{ kind: 'not-allowed' | 'not-first'; words: string }>
  | Readonly<{ kind: 'not-understood'; words: string; nearest: string | null }>
  | Readonly<{ kind: 'let-in' | 'kept-out' | 'let-in-always' | 'still-asked'; address: string }>
  | Readonly<{ kind: 'too-many-followers'; left: number; most: number }>
  | Readonly<{ kind: 'may-not-follow'; names: string }>
  /** Of people who were copied in: `names` once followed, and left or were taken off. */
  | Readonly<{ kind: 'has-left'; names: string }>
  /** The author had left, and has written again. */
  | Readonly<{ kind: 'follows-again' }>
  /** None of our addresses stood in To or Cc. */
  | Readonly<{ kind: 'blind-copy' }>
  /** More files than a mail may have. `names` of those that were not kept. */
  | Readonly<{ kind: 'files-dropped'; names: string }>
  /** To an agent who forwarded a mail: who wrote it (empty: not known), and who stood in its Cc. */
  | Readonly<{ kind: 'whose' | 'offered-followers'; names: string }>
  /** By order of an agent. `names` are addresses. */
  | Readonly<{ kind: 'followed' | 'removed' | 'undone-followed' | 'undone-removed'; names: string }>
  | Readonly<{ kind: 'requester' | 'requester-already' | 'undone-requester' | 'not-in-directory'; address: string }>
  | Readonly<{ kind: 'not-held'; words: string }>
  /** An agent's mail waits, because its first `#word` is no command. */
  | Readonly<{ kind: 'waits'; words: string; nearest: string | null }>
  | Readonly<{ kind: 'sent-as-is' }>
  /** A merge over two organisations needs a yes. `here` and `there`: the addresses on this and the other ticket. */
  | Readonly<{ kind: 'merge-asks'; key: string; here: string; there: string }>
  /** `names` would exceed the limits for people from outside the directory; an agent decides. */
  | Readonly<{ kind: 'newcomers-wait'; names: string }>;

const aboutCopies: readonly Feedback['kind'][] = ['may-not-follow', 'too-many-followers', 'newcomers-wait', 'has-left'];

/** It tells the author which of the people copied in do not follow. */
export const isAboutCopies = ({ kind }: Feedback): boolean => aboutCopies.includes(kind);
