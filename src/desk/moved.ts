import type { Status } from './ticket.ts';

/** What a merge or a split moved, as its event keeps it. Rows outlive releases: fields are only ever added. */
export type Moved = Merge | Split;
/** On the ticket that `from` was merged into. */
export type Merge = Readonly<{
  how: 'merge';
  from: number;
  /** Of `from`, before. */
  status: Status;
  entries: readonly number[];
  mails: readonly string[];
  held: readonly string[];
  /** Who follows because of it. */
  people: readonly string[];
}>;
/** On both tickets: the entry of `from` that became the ticket `to`. */
export type Split = Readonly<{ how: 'split'; from: number; to: number; entry: number }>;
