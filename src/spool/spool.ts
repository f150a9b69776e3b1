// The spool keeps the raw bytes of accepted mail until their ticket is committed.
//
// Answering 250 after DATA makes us responsible for the mail (RFC 5321 section 4.2.5), so `commit` resolves only
// when the bytes would survive a power cut. What lies here is offered to the queue again, at start and from time to
// time, so losing the queue loses no mail.
//
// Nothing here parses. A mail that our parser chokes on must still survive a restart.
import type { SpooledMail } from './spooled-mail.ts';

export type Draft = Readonly<{
  write(chunk: Buffer): Promise<void>;
  /** The bytes written so far, from the start. */
  read(): AsyncIterable<Buffer>;
  /** Resolves with the mail's size once it is safe, with its description; afterwards the mail is ours. */
  commit(mail: Omit<SpooledMail, 'size'>): Promise<number>;
  /** Keeps nothing. Does nothing after `commit`. */
  discard(): Promise<void>;
}>;
export type Spooled = Readonly<{ mail: SpooledMail; bytes: () => AsyncIterable<Buffer> }>;
export type Spool = Readonly<{
  /** For the start of roles that take mail: drafts of a process that died. No client got 250 for them. */
  clearDrafts(): Promise<void>;
  begin(id: string): Promise<Draft>;
  /** Null when it was released before. Rejects with `Unreadable` where the description is torn. */
  read(id: string): Promise<Spooled | null>;
  /** Those of these mails that are not released yet. Missing where that is dear to know. */
  waiting?(ids: readonly string[]): Promise<string[]>;
  release(id: string): Promise<void>;
  /**
   * Releases a mail by moving its file to `path`, whose folder is there; false where it has to be copied. Missing
   * where mails are no files.
   */
  moveTo?(id: string, path: string): Promise<boolean>;
  /** Ids of mail that was received at least so many milliseconds ago, oldest first. */
  leftovers(olderThanMs: number): Promise<string[]>;
  /** How many bytes wait. Missing where that is dear to know. */
  bytes?(): Promise<number>;
  /** Puts a mail that no attempt could file out of the way, for a person to look at. */
  setAside(id: string): Promise<void>;
  /** What lies here of a mail, as it lies here: also of one that was set aside or whose description is torn. */
  bytesOf?(id: string): Promise<AsyncIterable<Buffer> | null>;
}>;

/** A mail without a description of ours: torn by its disk, or put there by another program. */
export class Unreadable extends Error {}
