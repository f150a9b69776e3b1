// One job: files a mail of the spool on a ticket and writes the notifications.
//
// It may run any number of times, also twice at once: the row of the mail is locked and says whether the mail is
// filed already. The spool deletes its copy only after the commit.
import type { Database, Tx } from '../db/database.ts';
import type { ReadMail } from '../filing/reading/reader.ts';
import type { IncomingMessage, KeepAttachment } from '../parse/incoming-message.ts';
import type { SpooledMail } from '../spool/spooled-mail.ts';

/** The rooms that this job calls, in order. */
export type IngestPorts = Readonly<{
  read(mailId: string): Promise<{ mail: SpooledMail; bytes: () => AsyncIterable<Buffer> } | null>;
  /** Returns the hash of the body. */
  keepRaw(mailId: string, bytes: AsyncIterable<Buffer>): Promise<string>;
  readMail(mail: SpooledMail, bytes: AsyncIterable<Buffer>, keep: KeepAttachment): Promise<ReadMail>;
  keepPart(mail: SpooledMail, part: number): KeepAttachment;
  /** Returns the mail, marked as held where one of its files is malware. */
  scanFiles(mail: SpooledMail, message: IncomingMessage): Promise<SpooledMail>;
  db: Database;
  /** Files the mail; returns the new outbox rows. */
  file(tx: Tx, mail: SpooledMail, read: ReadMail, bodyHash: string): Promise<readonly string[]>;
  release(mailId: string): Promise<void>;
  offer(outboxIds: readonly string[]): void;
}>;

export async function ingest(mailId: string, ports: IngestPorts): Promise<void> {
  const spooled = await ports.read(mailId);
  if (spooled === null) return; // The spool deletes after the commit: an earlier run filed the mail and died then.
  const { bytes } = spooled;
  const bodyHash = await ports.keepRaw(mailId, bytes());
  let parts = 0;
  const read = await ports.readMail(spooled.mail, bytes(), content => ports.keepPart(spooled.mail, parts++)(content));
  const mail = await ports.scanFiles(spooled.mail, read.message);
  const outboxIds = await retryOnConflict(() => ports.db.transaction(tx => ports.file(tx, mail, read, bodyHash)));
  await ports.release(mailId);
  ports.offer(outboxIds);
}

/** Two copies of one mail at once conflict: on the retry the second finds the first. Two crossing merges, too. */
async function retryOnConflict<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (!isConflict(cause)) throw cause;
    return work();
  }
}

// SQLSTATE: a unique violation, a deadlock.
const conflicts = ['23505', '40P01'];

function isConflict(cause: unknown): boolean {
  const error = cause as { code?: string; cause?: { code?: string } } | null;
  return [error?.code, error?.cause?.code].some(code => conflicts.includes(code ?? ''));
}
