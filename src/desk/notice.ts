// What an outbox row holds: everything needed to compose one mail to one recipient. So composing needs no look-up,
// and a retry makes the same bytes. Rows outlive releases: fields are only ever added, and only as optional.
import type { Address, Mailbox, ReversePath } from '../mail/address.ts';
import type { MessageId } from '../mail/message-id.ts';
import type { TravellingFile } from './attachment.ts';
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
  /** One click unfollows the ticket; null for a recipient who is no follower. */
  unfollowUrl: string | null;
  /** Of a mail to sign in: the link, empty where none would work, and the code. Derived, never kept. */
  signIn?: Readonly<{ url: string; code: string }>;
  ticket: TicketOfMail;
}>;

/** Includes all people on the thread, because every kind of mail names them. */
export type TicketOfMail = Readonly<{
  number: number;
  key: string;
  /** May be empty. A mail's Subject is made of key and subject only, so that mail programs keep one thread. */
  subject: string;
  requester: Mailbox;
  followers: readonly Mailbox[];
  /** ISO 8601. */
  openedAt: string;
  /** Thread-Index of the mail that opened the ticket, as it came. */
  threadIndex: string | null;
  /** The ticket's page, for people who may sign in. */
  url: string | null;
}>;

export type Notice =
  /** To the requester of a new ticket. */
  | Readonly<{
      kind: 'receipt';
      instance: NamedInstance | null;
      priority: StatedPriority | null;
      attachments: readonly AttachmentFate[];
      missing: readonly Missing[];
      /** Open tickets that seem to be about the same incident, of which the requester may know; older rows have keys. */
      similar: readonly (string | SimilarTicket)[];
      origin?: Origin;
      /** Feedback on the commands in the mail. */
      lines?: readonly Feedback[];
      /** The author's own words, where the author's mailbox has no copy of them. */
      text?: string;
      /** What another person wrote or forwarded, of which the recipient became the requester. */
      request?: string;
      files?: Told['files'];
    }>
  /**
   * To a new follower. `by`: the person who copied them in; missing for the requester. `from`: the ticket that this
   * one was split from. `outside`: the follower is not in the directory, so the mail carries no words of the author.
   * `text` and `attachments` (file names): what was written on a page, of which the follower has no copy.
   */
  | Readonly<{
      kind: 'opened';
      by?: Mailbox;
      isLetIn?: boolean;
      from?: string;
      outside?: boolean;
      text?: string;
      attachments?: readonly string[];
      files?: Told['files'];
    }>
  /** To an agent. */
  | Readonly<
      {
        kind: 'new-ticket';
        /** The author, where another person is the requester. */
        by?: Mailbox;
        origin?: Origin;
        instance: NamedInstance | null;
        priority: StatedPriority | null;
        text: string;
        attachments: readonly AttachmentFate[];
        /** Open tickets that seem to be about the same incident, the likeliest first. */
        similar?: readonly SimilarTicket[];
      } & Told
    >
  /** The requester, a follower or an agent added information. `attachments` are file names. */
  | Readonly<
      {
        kind: 'reply';
        author: Mailbox;
        /** Set where the words opened the ticket. */
        origin?: Origin;
        text: string;
        attachments: readonly string[];
        changes?: readonly Change[];
        merged?: Merged;
      } & Told
    >
  /** An agent's answer. */
  | Readonly<
      {
        kind: 'answer';
        authorName: string;
        text: string;
        status: { from: Status; to: Status } | null;
        /** Changes other than the status. */
        changes?: readonly Change[];
        merged?: Merged;
      } & Told
    >
  | Readonly<{
      kind: 'change';
      changes: readonly Change[];
      merged?: Merged;
      /** `name` may be empty. */
      by: Readonly<{ role: 'agent' | 'requester' | 'system'; name: string }>;
    }>
  /** To the author of commands: the feedback on each. */
  | Readonly<{ kind: 'done'; lines: readonly Feedback[] }>
  /** The guide, to a person who asked for it. `notTaken`: to the author of a refused mail, with the cause. */
  | Readonly<{ kind: 'help'; videoUrl: string | null; notTaken?: NotTaken }>
  /**
   * A person who is not on the ticket has written to it; `mail` is the id of the held mail. Only agents see its text.
   * The requester sees its time (ISO 8601) and subject. `removed`: the person was removed from the directory.
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
  /** To an agent: mail that waits for a decision. */
  | Readonly<{ kind: 'held-list'; mails: readonly HeldMail[] }>
  /** The ticket was closed by time, or because it was merged into another one. */
  | Readonly<{
      kind: 'closed';
      days: number | null;
      into: string | null;
      reopenDays: number;
      /** False: the recipient may not follow the other ticket. Missing: true. */
      follows?: boolean;
    }>
  /** A link and a code to sign in to the pages. `signIn`: the id of the request; `asked`: the browser that asked. */
  | Readonly<{ kind: 'sign-in'; signIn: string; asked: string }>
  /** A merge was undone: the ticket is independent again. */
  | Readonly<{ kind: 'parted'; from: string }>
  /** To an agent: a problem that needs a person. */
  | (Readonly<{ kind: 'warning' }> & Warning);

/** The keys of tickets that the same act merged into this one, of which the recipient gets no mail of its own. */
export type Merged = readonly string[];

/** What comes with a text. */
export type Told = {
  /** The files for a reader who has not had them. */
  files?: readonly TravellingFile[];
  /** The text with its tables and pictures, as safe HTML of few elements; pictures are `cid:` links. */
  html?: string;
};

/** `why`: for agents. `member`: its author is in the directory. */
export type HeldMail = Readonly<{
  mail: string;
  from: string;
  subject: string;
  receivedAt: string;
  why: string;
  member?: boolean;
}>;

/** The ticket that this one follows up, or was split from. */
export type Origin = Readonly<{ how: 'follow-up' | 'split'; key: string }>;

/** `why` is for agents: what a mail system said, or what Postern noticed. */
export type Warning = Readonly<{ about: 'unreachable' | 'looping' | 'newcomers'; who: Mailbox; why: string }>;

export type NamedInstance = Readonly<{ value: string; known: boolean }>;
export type StatedPriority = Readonly<{ value: Priority; because: PriorityReason }>;
/** The source of a priority: a line or command, the subject, functions and users affected, the flag, an agent. */
export type PriorityReason =
  | Readonly<{ source: 'text' | 'subject' | 'importance' | 'agent' }>
  | Readonly<{ source: 'impact'; functions: Extent; users: Extent }>;

export type AttachmentFate = Readonly<{ name: string; size: number; kept: true }> | DroppedAttachment;
export type DroppedAttachment = Readonly<{ name: string; size: number; kept: false; reason: DropReason }>;
export type DropReason = 'empty' | 'too-big' | 'too-many' | 'infected' | 'not-allowed' | 'unreadable';

/** `openedAt` in ISO 8601. */
export type SimilarTicket = Readonly<{ key: string; subject: string; openedAt: string }>;

export type Missing = 'subject' | 'description' | 'steps' | 'error' | 'expected' | 'when' | 'example';
