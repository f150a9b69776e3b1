import type { Priority, Status } from './ticket.ts';

/** One field of a ticket, before and after. Rows outlive releases: fields are only ever added. */
export type Change =
  | Readonly<{ field: 'status'; from: Status; to: Status }>
  | Readonly<{ field: 'priority'; from: Priority | null; to: Priority | null }>
  | Readonly<{ field: 'instance'; from: string | null; to: string | null }>
  /** An address. For agents only. */
  | Readonly<{ field: 'assignee'; from: string | null; to: string | null }>
  /** Addresses. */
  | Readonly<{ field: 'requester'; from: string; to: string }>;
