import type { Actor } from '../desk/actor.ts';
import type { Change } from '../desk/change.ts';
import type { Desk } from '../desk/desk.ts';
import type { Feedback } from '../desk/feedback.ts';
import type { Notice } from '../desk/notice.ts';
import type { Address, Mailbox } from '../mail/address.ts';
import type { Participant } from '../tickets/audience.ts';
import type { TicketRow } from '../tickets/ticket.ts';

/** Who acts, at which desk. */
export type Order = Readonly<{ actor: Actor; desk: Desk }>;

/** What one action has done. What is missing is nothing. */
export type Performed = Readonly<{
  /** The ticket on which the next action stands, where that is another one. */
  moved?: TicketRow;
  feedback?: readonly Feedback[];
  /** Everyone on the ticket is told of these. */
  changes?: readonly Change[];
  /** The entry that was added, and who hears its words. */
  said?: Spoken;
  /** One person each. */
  notices?: readonly (Participant & Readonly<{ notice: Notice }>)[];
  /** Rows that are written already, on other threads. */
  outboxIds?: readonly string[];
  added?: readonly Mailbox[];
  leftOut?: readonly Address[];
}>;

export type Spoken = Readonly<{
  as: 'answer' | 'note' | 'reply';
  entry: number;
  /** Null: nobody is told of the words. */
  told: string | null;
  /** Names of the files. */
  files: readonly string[];
  had: readonly Address[];
}>;

/** What all actions of one call have done. */
export type Done = Readonly<{ ticket: TicketRow; said: Spoken | null }> & Required<Omit<Performed, 'moved' | 'said'>>;
