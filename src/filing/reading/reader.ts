// Parses mails and reads their words in threads, within a budget of CPU time for each mail.
import type { Desk } from '../../desk/desk.ts';
import type { IncomingMessage, KeepAttachment } from '../../parse/incoming-message.ts';
import { createPool, type PoolOptions } from '../../parse/pool/pool.ts';
import type { SpooledMail } from '../../spool/spooled-mail.ts';
import { plainWords, readWords, type WordFacts, type Words, wordFactsOf } from './words.ts';

/** `words` is null for a held mail, which is triaged only when it is let in. */
export type ReadMail = Readonly<{ message: IncomingMessage; words: Words | null }>;

export type MailReader = Readonly<{
  read(mail: SpooledMail, raw: AsyncIterable<Buffer>, keep: KeepAttachment): Promise<ReadMail>;
  close(): Promise<void>;
}>;

export function createMailReader(desk: Desk, options?: PoolOptions): MailReader {
  const pool = createPool<WordFacts, Words>(
    { thread: new URL('./thread.ts', import.meta.url), read: readWords, readPlainly: plainWords },
    options,
  );
  return {
    async read(mail, raw, keep) {
      const { message, read } = await pool.read({ raw, keep, facts: wordFactsOf(mail, desk) });
      return { message, words: read };
    },
    close: pool.close,
  };
}
