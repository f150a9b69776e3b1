import type { Attachment } from '../desk/attachment.ts';
import type { Mailbox } from '../mail/address.ts';
import type { Header } from '../mail/header.ts';
import type { ThreadFields } from '../mail/references.ts';
import type { Report } from '../mail/report.ts';

/** A mail as its reader would see it. Strings hold no NUL and no other control characters but tab and newline. */
export type IncomingMessage = ThreadFields &
  Readonly<{
    /** Every field as it came, in order; decode what you read. */
    header: Header;
    /** One line, decoded, at most 250 characters; empty when there is none. */
    subject: string;
    /** Display name of From; whose it is was decided by admission, never here. */
    authorName: string;
    to: readonly Mailbox[];
    cc: readonly Mailbox[];
    replyTo: readonly Mailbox[];
    /** The Date field, or null where it cannot be read. */
    date: Date | null;
    /** The plain text, newlines as `\n`; made from the HTML where no text part says as much. */
    text: string;
    /** What of `text` stands outside of the parts of a multipart and is no notice of a mail program; mostly empty. */
    outside: string;
    /** The HTML part safe for showing, or null. Inline images are `cid:` links. */
    html: string | null;
    attachments: readonly Attachment[];
    /** A machine-readable part of multipart/report, else null. */
    report: Report | null;
    /** What could not be read, or was over budget, each in words for an operator. */
    problems: readonly string[];
  }>;

/** Keeps one part's bytes durably; resolves when they are safe. */
export type KeepAttachment = (bytes: AsyncIterable<Buffer>) => Promise<{ key: string; size: number; sha256: string }>;
