// One job: a mail of the spool becomes an entry of a ticket, with everyone's outgoing mail.
//
// It may run any number of times, also twice at once: the row of the mail is locked and says whether
// somebody has been here before. Only after the commit does the spool give its copy up.
import type { Database, Tx } from '../db/database.ts';
import type { ReadMail } from '../filing/reading/reader.ts';
import type { IncomingMessage, KeepAttachment } from '../parse/incoming-message.ts';
import type { SpooledMail } from '../spool/spooled-mail.ts';

/** The rooms this job visits, in order; main.ts supplies them. */
export type IngestPorts = Readonly<{
  read(mailId: string): Promise<{ mail: SpooledMail; bytes: () => AsyncIterable<Buffer> } | null>;
  /** Answers the hash of the body. */
  keepRaw(mailId: string, bytes: AsyncIterable<Buffer>): Promise<string>;
  readMail(mail: SpooledMail, bytes: AsyncIterable<Buffer>, keep: KeepAttachment): Promise<ReadMail>;
  keepPart(mail: SpooledMail, part: number): KeepAttachment;
  /** The mail, to be held where one of its files is malware. */
  scanFiles(mail: SpooledMail, message: IncomingMessage): Promise<SpooledMail>;
  db: Database;
  /** Decides what becomes of the mail and writes it; answers the outbox rows that it made. */
  file(tx: Tx, mail: SpooledMail, read: ReadMail, bodyHash: string): Promise<readonly string[]>;
  release(mailId: string): Promise<void>;
  offer(outboxIds: readonly string[]): void;
}>;

export async function ingest(mailId: string, ports: IngestPorts): Promise<void> {
  const spooled = await ports.read(mailId);
  if (spooled === null) return; // Released, hence committed: an earlier run died right after `release`.
  const { bytes } = spooled;
  const bodyHash = await ports.keepRaw(mailId, bytes());
  let parts = 0;
  const read = await ports.readMail(spooled.mail, bytes(), content => ports.keepPart(spooled.mail, parts++)(content));
  const mail = await ports.scanFiles(spooled.mail, read.message);
  const outboxIds = await retryOnConflict(() => ports.db.transaction(tx => ports.file(tx, mail, read, bodyHash)));
  await ports.release(mailId);
  ports.offer(outboxIds);
}

/** Two copies of one mail at once: the second finds the first when it looks again. So do two merges that cross. */
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
