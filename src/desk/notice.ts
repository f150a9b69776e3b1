// What an outbox row holds: all that it takes to compose one mail to one recipient, so that
// composing needs no look-up and a retry makes the same bytes. Rows outlive releases: fields are
// only ever added, and only as optional.
import type { Address, Mailbox, ReversePath } from '../mail/address.ts';
import type { MessageId } from '../mail/message-id.ts';
import type { Change } from './change.ts';
import type { Feedback } from './feedback.ts';
import type { Extent } from './impact.ts';
import type { Locale } from './locale.ts';
import type { NotTaken } from './not-taken.ts';
import type { Priority, Status } from './ticket.ts';

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
      origin?: Origin;
      /** What became of the commands in it. */
      lines?: readonly Feedback[];
    }>
  /** To a follower, copied in on opening or later, by the requester where `by` is missing. `from`: it was taken out of that ticket. */
  /** `outside`: to a person who is not in the directory, so it carries no words of the author. */
  | Readonly<{ kind: 'opened'; by?: Mailbox; isLetIn?: boolean; from?: string; outside?: boolean }>
  /** To an agent. */
  | Readonly<{
      kind: 'new-ticket';
      /** Whose words they are, where the ticket is another's. */
      by?: Mailbox;
      origin?: Origin;
      instance: NamedInstance | null;
      priority: StatedPriority | null;
      text: string;
      attachments: readonly AttachmentFate[];
      /** Open tickets about what seems to be the same incident, the likeliest first. */
      similar?: readonly SimilarTicket[];
    }>
  /** Somebody on the thread added information. `attachments` are names. */
  | Readonly<{
      kind: 'reply';
      author: Mailbox;
      /** Where it opened the ticket. */
      origin?: Origin;
      text: string;
      attachments: readonly string[];
      changes?: readonly Change[];
    }>
  /** An agent answers. */
  | Readonly<{
      kind: 'answer';
      authorName: string;
      text: string;
      status: { from: Status; to: Status } | null;
      /** Without the status. */
      changes?: readonly Change[];
    }>
  | Readonly<{
      kind: 'change';
      changes: readonly Change[];
      /** `name` may be empty. */
      by: Readonly<{ role: 'agent' | 'requester' | 'system'; name: string }>;
    }>
  /** To the author of commands: what became of each. */
  | Readonly<{ kind: 'done'; lines: readonly Feedback[] }>
  /** To who asked how to write to us. `notTaken`: to the author of a mail that was refused. */
  | Readonly<{ kind: 'help'; videoUrl: string | null; notTaken?: NotTaken }>
  /**
   * A person who is not on the ticket has written to it. `mail` is the held one's id. Only agents are shown its
   * text; the requester reads when it came (ISO 8601), with which subject. `removed`: from the directory.
   */
  | Readonly<{
      kind: 'held-question';
      author: Mailbox;
      text: string | null;
      mail: string;
      subject?: string;
      receivedAt?: string;
      removed?: boolean;
    }>
  /** Closed by time, or because it was merged into another one. */
  | Readonly<{
      kind: 'closed';
      days: number | null;
      into: string | null;
      reopenDays: number;
      /** False for whom the other ticket has no place; true where it is missing. */
      follows?: boolean;
    }>
  /** The ticket stands by itself again: it had been merged into another one. */
  | Readonly<{ kind: 'parted'; from: string }>
  /** To an agent: something that a person should look at. */
  | (Readonly<{ kind: 'warning' }> & Warning);

/** The ticket that this one goes on from, or was taken out of. */
export type Origin = Readonly<{ how: 'follow-up' | 'split'; key: string }>;

/** `why` is for people who run a support desk: what a mail system said, or what was noticed. */
export type Warning = Readonly<{ about: 'unreachable' | 'looping' | 'newcomers'; who: Mailbox; why: string }>;

export type NamedInstance = Readonly<{ value: string; known: boolean }>;
export type StatedPriority = Readonly<{ value: Priority; because: PriorityReason }>;
/** Where a priority was read: a line or command of the text, the subject, functions and users affected, the importance flag, an agent. */
export type PriorityReason =
  | Readonly<{ source: 'text' | 'subject' | 'importance' | 'agent' }>
  | Readonly<{ source: 'impact'; functions: Extent; users: Extent }>;

export type AttachmentFate = Readonly<{ name: string; size: number; kept: true }> | DroppedAttachment;
export type DroppedAttachment = Readonly<{ name: string; size: number; kept: false; reason: DropReason }>;
export type DropReason = 'too-big' | 'too-many' | 'infected' | 'not-allowed' | 'unreadable';

/** `openedAt` in ISO 8601. */
export type SimilarTicket = Readonly<{ key: string; subject: string; openedAt: string }>;

export type Missing = 'subject' | 'description' | 'steps' | 'error' | 'expected' | 'when' | 'example';
