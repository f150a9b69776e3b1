// What can be done to a ticket, whoever orders it and through whichever door.
import type { Address, Mailbox } from '../mail/address.ts';
import type { MessageId } from '../mail/message-id.ts';
import type { Attachment } from './attachment.ts';
import type { Priority, Status } from './ticket.ts';

export type Action = Say | SetFields | Merge | Split | Undo | Follow | Unfollow | Decide | For | Close;

/** An agent's answer, a note that only agents see, or a reply of someone on the ticket. */
export type Say = Readonly<{
  do: 'answer' | 'note' | 'reply';
  text: string;
  /** As others are mailed it; `text` where it is missing, nothing where it is null. */
  told?: string | null;
  quoted?: string | null;
  html?: string | null;
  attachments?: readonly Attachment[];
  messageId?: MessageId | null;
  mailId?: string;
  createdAt?: Date;
  /** Those who have it already, in To or Cc of the mail. */
  had?: readonly Address[];
  /** The newest entry that its author has seen. Refused where a newer one is there. */
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
  /** What the fields were when the change was decided on. Refused where one of them is something else now. */
  from?: Fields;
  /** The author's own words for each field, to say back to him. */
  words?: Readonly<Partial<Record<FieldName, string>>>;
}>;

/** `confirmed`: also where the tickets belong to two organisations. */
export type Merge = Readonly<{ do: 'merge'; into: number; confirmed?: boolean; words?: string }>;
/** The reply becomes a ticket of its own: with everyone on the thread, or with its author alone. */
export type Split = Readonly<{ do: 'split'; message: number; alone: boolean; words?: string }>;
/** The author's last act on the ticket is taken back, or the event named where it is that one. */
export type Undo = Readonly<{ do: 'undo'; event?: number; words?: string }>;
/** `copied`: they stand in To or Cc of a mail, and follow as far as the rules for copies let them. */
export type Follow = Readonly<{ do: 'follow'; people: readonly Mailbox[]; copied?: boolean }>;
export type Unfollow = Readonly<{ do: 'unfollow'; people: readonly Mailbox[] }>;
/** On a held mail. `always`: its author follows the ticket from now on. */
export type Decide = Readonly<{ do: 'let-in' | 'keep-out'; mail: string; always?: boolean; words?: string }>;
/** Another requester. */
export type For = Readonly<{ do: 'for'; requester: Mailbox }>;
/** By time: resolved for so many days. */
export type Close = Readonly<{ do: 'close'; days: number }>;
