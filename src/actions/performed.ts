import type { Actor } from '../desk/actor.ts';
import type { TravellingFile } from '../desk/attachment.ts';
import type { Change } from '../desk/change.ts';
import type { Desk } from '../desk/desk.ts';
import type { Feedback } from '../desk/feedback.ts';
import type { Notice } from '../desk/notice.ts';
import type { Address, Mailbox } from '../mail/address.ts';
import type { Participant } from '../tickets/audience.ts';
import type { TicketRow } from '../tickets/ticket.ts';

/** The actor and the desk of a call. */
export type Order = Readonly<{ actor: Actor; desk: Desk }>;

/** The effects of one action. A missing field means no effect. */
export type Performed = Readonly<{
  /** The ticket for the next action, where it changes: after a merge or an undone split. */
  moved?: TicketRow;
  feedback?: readonly Feedback[];
  /** Changes of which everyone on the ticket is told. */
  changes?: readonly Change[];
  /** The entry that was added, with its text for mail. */
  said?: Spoken;
  /** Notices, each to one person. */
  notices?: readonly (Participant & Readonly<{ notice: Notice }>)[];
  /** The threads that end because their ticket was merged. */
  ended?: readonly Ending[];
  /** Outbox rows that the action wrote itself, for other threads. */
  outboxIds?: readonly string[];
  added?: readonly Mailbox[];
  leftOut?: readonly Address[];
}>;

/** `following`: who followed the ticket before it was merged. */
export type Ending = Readonly<{ ticket: TicketRow; following: readonly Mailbox[]; into: TicketRow }>;

export type Spoken = Readonly<{
  as: 'answer' | 'note' | 'reply';
  entry: number;
  /** Null: the text is not mailed. */
  told: string | null;
  files: readonly TravellingFile[];
  html?: string;
  had: readonly Address[];
}>;

/** The effects of all actions of one call. */
export type Done = Readonly<{ ticket: TicketRow; said: Spoken | null }> & Required<Omit<Performed, 'moved' | 'said'>>;
