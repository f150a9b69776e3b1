// What an outbox row holds: all that it takes to compose one mail to one recipient, so that
// composing needs no look-up and a retry makes the same bytes. Rows outlive releases: fields are
// only ever added, and only as optional.
import type { Address, Mailbox, ReversePath } from '../mail/address.ts';
import type { MessageId } from '../mail/message-id.ts';

export type Locale = 'en' | 'it' | 'es' | 'pt' | 'fr' | 'de';
export type Priority = 'urgent' | 'high' | 'medium' | 'low';
export type Status = 'new' | 'open' | 'pending' | 'resolved' | 'closed';
export type Extent = 'all' | 'most' | 'few';

export type OutgoingMail = Readonly<{
  /** The outbox row's: 26 characters of [0-9a-z]. */
  id: string;
  notice: Notice;
  locale: Locale;
  /** Our support address. */
  from: Mailbox;
  recipient: Mailbox;
  role: 'requester' | 'follower' | 'agent';
  /** Signed, and bound to the recipient. */
  replyTo: Address;
  returnPath: ReversePath;
  messageId: MessageId;
  inReplyTo: MessageId | null;
  /** Oldest first. */
  references: readonly MessageId[];
  /** When the row was written, ISO 8601. */
  date: string;
  /** One click there ends the following; null where there is none to end. */
  unfollowUrl: string | null;
  ticket: TicketOfMail;
}>;

/** Everyone on the thread stands here, for every kind of mail names them. */
export type TicketOfMail = Readonly<{
  number: number;
  key: string;
  /** May be empty. The mail's subject is made of key and subject alone, so that threads hold together. */
  subject: string;
  requester: Mailbox;
  followers: readonly Mailbox[];
  /** ISO 8601. */
  openedAt: string;
  /** Thread-Index of the mail that opened the ticket, as it came. */
  threadIndex: string | null;
  /** The ticket in the console; shown to agents only. */
  url: string | null;
}>;

export type Notice =
  /** To the requester, on opening. */
  | Readonly<{
      kind: 'receipt';
      instance: NamedInstance | null;
      priority: StatedPriority | null;
      attachments: readonly AttachmentFate[];
      missing: readonly Missing[];
      /** Keys of open tickets about what seems to be the same incident. */
      similar: readonly string[];
    }>
  /** To a follower, copied in on opening or later. */
  | Readonly<{ kind: 'opened' }>
  /** To an agent. */
  | Readonly<{
      kind: 'new-ticket';
      instance: NamedInstance | null;
      priority: StatedPriority | null;
      text: string;
      attachments: readonly AttachmentFate[];
    }>
  /** Somebody on the thread added information. `attachments` are names. */
  | Readonly<{ kind: 'reply'; author: Mailbox; text: string; attachments: readonly string[] }>
  /** An agent answers. */
  | Readonly<{ kind: 'answer'; authorName: string; text: string; status: { from: Status; to: Status } | null }>
  | Readonly<{
      kind: 'change';
      changes: readonly Change[];
      /** `name` may be empty. */
      by: Readonly<{ role: 'agent' | 'requester' | 'system'; name: string }>;
    }>
  /** To an agent: something that a person should look at. */
  | (Readonly<{ kind: 'warning' }> & Warning);

/** `why` is for people who run a support desk: what a mail system said, or what was noticed. */
export type Warning = Readonly<{ about: 'unreachable' | 'looping'; who: Mailbox; why: string }>;

export type NamedInstance = Readonly<{ value: string; known: boolean }>;
export type StatedPriority = Readonly<{ value: Priority; because: PriorityReason }>;
/** Where a priority was read: a line or command of the text, the subject, functions and users affected, the importance flag, an agent. */
export type PriorityReason =
  | Readonly<{ source: 'text' | 'subject' | 'importance' | 'agent' }>
  | Readonly<{ source: 'impact'; functions: Extent; users: Extent }>;

export type AttachmentFate = Readonly<{ name: string; size: number; kept: true }> | DroppedAttachment;
export type DroppedAttachment = Readonly<{ name: string; size: number; kept: false; reason: DropReason }>;
export type DropReason = 'too-big' | 'too-many' | 'infected' | 'not-allowed' | 'unreadable';

export type Missing = 'subject' | 'description' | 'steps' | 'error' | 'expected' | 'when' | 'example';

export type Change =
  | Readonly<{ field: 'status'; from: Status; to: Status }>
  | Readonly<{ field: 'priority'; from: Priority | null; to: Priority | null }>
  | Readonly<{ field: 'instance'; from: string | null; to: string | null }>;
