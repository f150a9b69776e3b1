import type { Attachment } from '../desk/attachment.ts';
import type { Mailbox } from '../mail/address.ts';
import type { Header } from '../mail/header.ts';
import type { ThreadFields } from '../mail/references.ts';
import type { Report } from '../mail/report.ts';

/** `size` in bytes; 0 where it was not read. */
export type DroppedFile = Readonly<{ name: string; size: number; reason: 'too-many' }>;

/** A mail as its reader would see it. Strings have no control characters except tab and newline. */
export type IncomingMessage = ThreadFields &
  Readonly<{
    /** All fields as received, in order, not decoded. */
    header: Header;
    /** One line, decoded, at most 250 characters; empty when there is none. */
    subject: string;
    /** Display name of From. The author is read by admission, not here. */
    authorName: string;
    to: readonly Mailbox[];
    cc: readonly Mailbox[];
    replyTo: readonly Mailbox[];
    /** The Date field, or null where it cannot be read. */
    date: Date | null;
    /** The plain text, newlines as `\n`; made from the HTML where the text part says less. */
    text: string;
    /** Text outside of the parts of a multipart, except notices of mail programs; mostly empty. */
    outside: string;
    /** The text of the first attached mail below its From, Date, Subject, To and Cc; null where none is attached. */
    forwarded: string | null;
    /** The HTML part safe for showing, or null. Inline images are `cid:` links. */
    html: string | null;
    attachments: readonly Attachment[];
    /** Files that were not kept. */
    dropped: readonly DroppedFile[];
    /** A machine-readable part of multipart/report, else null. */
    report: Report | null;
    /** What could not be read or was over budget, one sentence each, for an operator. */
    problems: readonly string[];
  }>;

/** Stores one part's bytes durably; resolves when they are synced. */
export type KeepAttachment = (bytes: AsyncIterable<Buffer>) => Promise<{ key: string; size: number; sha256: string }>;
