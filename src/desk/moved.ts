import type { Status } from './ticket.ts';

/** What an event moved, as it keeps it to take it back. Rows outlive releases: fields are only ever added. */
export type Moved = MovedByMerge | MovedBySplit | MovedFollowers | MovedRequester;
/** On the ticket that `from` was merged into. */
export type MovedByMerge = Readonly<{
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
export type MovedBySplit = Readonly<{ how: 'split'; from: number; to: number; entry: number }>;
export type MovedFollowers = Readonly<{ how: 'followers'; added: readonly string[]; removed: readonly string[] }>;
export type MovedRequester = Readonly<{ how: 'requester'; from: RequesterFields; to: RequesterFields }>;
export type RequesterFields = Readonly<{
  email: string;
  name: string | null;
  organisation: string | null;
  locale: string;
}>;
