import type { Status } from './ticket.ts';

/** What an event moved, recorded so that it can be undone. Rows outlive releases: fields are only ever added. */
export type Moved = MovedByMerge | MovedBySplit | MovedFollowers | MovedRequester;
/** Stands on the ticket that `from` was merged into. */
export type MovedByMerge = Readonly<{
  how: 'merge';
  from: number;
  /** The status of `from` before the merge. */
  status: Status;
  entries: readonly number[];
  mails: readonly string[];
  held: readonly string[];
  /** The people who follow because of the merge. */
  people: readonly string[];
}>;
/** Stands on both tickets: the entry of `from` that became the ticket `to`. */
export type MovedBySplit = Readonly<{ how: 'split'; from: number; to: number; entry: number }>;
export type MovedFollowers = Readonly<{ how: 'followers'; added: readonly string[]; removed: readonly string[] }>;
export type MovedRequester = Readonly<{ how: 'requester'; from: RequesterFields; to: RequesterFields }>;
export type RequesterFields = Readonly<{
  email: string;
  name: string | null;
  organisation: string | null;
  locale: string;
}>;
