// One job: files a mail of the spool on a ticket and writes the notifications.
//
// It may run any number of times, also twice at once: the row of the mail is locked and says whether
// somebody has been here before. Only after the commit does the spool give its copy up.
import type { Database } from '../db/database.ts';
import type { Desk } from '../desk/desk.ts';
import { fileMail } from '../filing/file-mail.ts';
import type { MailReader } from '../filing/reading/reader.ts';
import type { Log } from '../log/log.ts';
import { fingerprinting } from '../mail/fingerprint.ts';
import type { Scan } from '../malware/clamd.ts';
import { withFilesScanned } from '../malware/consequences.ts';
import type { KeepAttachment } from '../parse/incoming-message.ts';
import type { Spool } from '../spool/spool.ts';
import type { SpooledMail } from '../spool/spooled-mail.ts';
import { keepPart, measurePart, type Store } from '../store/store.ts';
import { releasedMail } from '../tickets/held.ts';
import { countFailure } from '../tickets/mail-record.ts';
import { isOutage } from './failure.ts';

/** What the job works with. */
export type IngestRooms = Readonly<{
  db: Database;
  desk: Desk;
  spool: Pick<Spool, 'read' | 'release' | 'setAside'>;
  store: Store;
  reader: MailReader;
  /** Null where no clamd is named. */
  scan: Scan | null;
  /** Offers new outbox rows to the queue. */
  offer(...outboxIds: string[]): void;
}>;

/** Never rejects: what fails is tried again, and after so many attempts set aside for a person. */
export async function ingestOrExplain(mailId: string, rooms: IngestRooms, log: Log): Promise<void> {
  try {
    await ingest(mailId, rooms);
    log.info({ mail: mailId }, 'mail: filed');
  } catch (cause) {
    log.error({ mail: mailId, err: cause }, 'mail: not filed, stays in the spool and is retried');
    if (isOutage(cause)) return;
    const why = 'no attempt could file it: see the log';
    if (await countFailure(rooms.db, mailId, why)) await rooms.spool.setAside(mailId);
  }
}

export async function ingest(mailId: string, rooms: IngestRooms): Promise<void> {
  const { db, desk, spool, store, reader, scan, offer } = rooms;
  const spooled = await findMail(mailId, rooms);
  if (spooled === null) return; // Released, hence committed: an earlier run died right after `release`.
  const { bytes } = spooled;
  const raw = fingerprinting(bytes());
  await store.put(`raw/${mailId}`, raw.bytes);
  let parts = 0;
  const keep: KeepAttachment = content => keeping(spooled.mail, store, parts++)(content);
  const read = await reader.read(spooled.mail, bytes(), keep);
  const isScanned = scan !== null && !spooled.mail.admitted.refused;
  const mail = isScanned
    ? await withFilesScanned(spooled.mail, read.message.attachments, { scan, bytesOf: store.get })
    : spooled.mail;
  const options = { desk, bodyHash: raw.bodyHash() };
  const outboxIds = await retryOnConflict(() => db.transaction(tx => fileMail(tx, mail, read, options)));
  await spool.release(mailId);
  offer(...outboxIds);
}

/** In the spool, or in the store where it was held and is let in; null where it is filed already. */
async function findMail(
  mailId: string,
  { db, spool, store }: IngestRooms,
): Promise<{ mail: SpooledMail; bytes(): AsyncIterable<Buffer> } | null> {
  const spooled = await spool.read(mailId);
  if (spooled) return spooled;
  const mail = await releasedMail(db, mailId);
  return mail && { mail, bytes: () => store.get(`raw/${mailId}`) };
}

/** Of refused mail only the raw bytes are kept. */
const keeping = ({ id, admitted }: SpooledMail, store: Store, part: number): KeepAttachment =>
  admitted.refused ? measurePart : bytes => keepPart(store, `parts/${id}-${part}`, bytes);

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
