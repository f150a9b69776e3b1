// What can be done to a ticket, by every actor and through every door.
import type { Address, Mailbox } from '../mail/address.ts';
import type { MessageId } from '../mail/message-id.ts';
import type { Attachment } from './attachment.ts';
import type { Priority, Status } from './ticket.ts';

export type Action = Say | SetFields | Merge | Split | Undo | Follow | Unfollow | Decide | For | Close;

/** An agent's answer, a note that only agents see, or a reply of the requester or a follower. */
export type Say = Readonly<{
  do: 'answer' | 'note' | 'reply';
  text: string;
  /** The text that goes out in mail. Missing: `text` goes out. Null: nothing does. */
  told?: string | null;
  quoted?: string | null;
  html?: string | null;
  /** The text that goes out, as safe HTML with its tables and pictures. */
  toldHtml?: string | undefined;
  attachments?: readonly Attachment[];
  messageId?: MessageId | null;
  mailId?: string;
  createdAt?: Date;
  /** People in To or Cc of the mail, who have it already. */
  had?: readonly Address[];
  /** The id of the newest entry that the author has seen. The action is refused if the ticket has a newer one. */
  seen?: number;
}>;

export type Fields = Readonly<{
  status?: Status;
  priority?: Priority | null;
  instance?: string | null;
  assignee?: Address | null;
}>;
export type FieldName = keyof Fields;
export type SetFields = Readonly<{
  do: 'set';
  fields: Fields;
  /** The fields as the actor saw them. The action is refused if one of them has another value now. */
  from?: Fields;
  /** The author's own words for each field, quoted in the feedback. */
  words?: Readonly<Partial<Record<FieldName, string>>>;
}>;

/** `confirmed`: merge even if the tickets belong to two organisations. */
export type Merge = Readonly<{ do: 'merge'; into: number; confirmed?: boolean; words?: string }>;
/** The reply becomes a ticket of its own: with everyone on the thread, or with its author alone. */
export type Split = Readonly<{ do: 'split'; message: number; alone: boolean; words?: string }>;
/** Takes back the actor's last act on the ticket; with `event`, only if that event is the last act. */
export type Undo = Readonly<{ do: 'undo'; event?: number; words?: string }>;
/**
 * `copied`: they stand in To or Cc of a mail, and the rules for copies decide who of them follows. `again`: the actor,
 * who has written after leaving.
 */
export type Follow = Readonly<{ do: 'follow'; people: readonly Mailbox[]; copied?: boolean; again?: boolean }>;
export type Unfollow = Readonly<{ do: 'unfollow'; people: readonly Mailbox[] }>;
/** Decides on a held mail. `always`: its author follows the ticket from now on. */
export type Decide = Readonly<{ do: 'let-in' | 'keep-out'; mail: string; always?: boolean; words?: string }>;
/** Gives the ticket another requester. */
export type For = Readonly<{ do: 'for'; requester: Mailbox }>;
/** Closes a ticket that has been resolved for this many days. */
export type Close = Readonly<{ do: 'close'; days: number }>;
