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
export type Spool = Readonly<{
  /** For the listener at its start: drafts of a process that died. No client got 250 for them. */
  clearDrafts(): Promise<void>;
  begin(id: string): Promise<Draft>;
  /** Null when it was released before. */
  read(id: string): Promise<{ mail: SpooledMail; bytes: () => AsyncIterable<Buffer> } | null>;
  release(id: string): Promise<void>;
  /** Ids of mail that has lain here for at least so many milliseconds, oldest first. */
  leftovers(olderThanMs: number): Promise<string[]>;
  /** Puts a mail that no attempt could file out of the way, for a person to look at. */
  setAside(id: string): Promise<void>;
}>;
