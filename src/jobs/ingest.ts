// One job: files mails of the spool on tickets and writes the notifications.
//
// It may run any number of times, also twice at once: the row of a mail is locked and says whether it was filed
// before. Only after the commit does the spool give its copy up.
import { setTimeout as sleep } from 'node:timers/promises';
import { fileMail } from '../filing/file-mail.ts';
import { fileTogether } from '../filing/together/file-together.ts';
import type { Log } from '../log/log.ts';
import { leaseMs } from '../outbox/lease.ts';
import type { OutboxRow } from '../outbox/rows.ts';
import type { Spool } from '../spool/spool.ts';
import { announceMails, countFailure } from '../tickets/mail-record.ts';
import { isOutage } from './failure.ts';
import { type Moment, moment } from './leases.ts';
import { type Found, findMail, type Prepared, prepare, type ReadingRooms } from './prepare.ts';

/** What the job works with. */
export type IngestRooms = ReadingRooms &
  Readonly<{
    spool: Pick<Spool, 'setAside'>;
    /** Hears of each mail that was filed. */
    filed?(receivedAt: Date): void;
    /** Hands over new outbox rows to be sent; of those to `send` this process has the lease since `asked`. */
    offer(...outboxIds: string[]): void;
    send(rows: readonly OutboxRow[], asked: Moment): void;
  }>;

/** A large mail is read by itself: small ones do not wait for it, and its bytes are not held. */
const largeBytes = 64 * 1024;
const filedAtOnce = 4;
/** A job that takes longer, as behind a locked ticket, holds the next ones up no more. */
const longestTurnMs = 2_000;

export type Ingest = (mailIds: readonly string[]) => Promise<void>;

/** Never rejects: what fails is tried again, and after so many attempts set aside for a person. */
export function createIngest(rooms: IngestRooms, log: Log): Ingest {
  const inHand = new Set<string>();
  let line: Promise<unknown> = Promise.resolve();
  return async mailIds => {
    const ids = mailIds.filter(id => !inHand.has(id)).sort();
    for (const id of ids) inHand.add(id);
    // Jobs are read at the same time and filed one after the other, so that tickets follow the order of arrival.
    const before = line;
    const { promise: done, resolve } = Promise.withResolvers<void>();
    line = before.then(() => done);
    try {
      const found = await Promise.all(ids.map(id => explained(id, rooms, log, () => findMail(id, rooms))));
      const here = found.filter(each => each !== null);
      const small = here.filter(({ mail }) => mail.size <= largeBytes);
      const prepared = await each(small, filedAtOnce, mail => reading(mail, rooms, log));
      await Promise.race([before, sleep(longestTurnMs, undefined, { ref: false })]);
      const rest = await together(
        prepared.filter(mail => mail !== null),
        rooms,
        log,
      );
      await each(rest, filedAtOnce, mail => filing(mail, rooms, log));
      resolve();
      const large = here.filter(({ mail }) => mail.size > largeBytes);
      await each(large, filedAtOnce, async mail => {
        const read = await reading(mail, rooms, log);
        if (read) await filing(read, rooms, log);
      });
    } finally {
      resolve();
      for (const id of ids) inHand.delete(id);
    }
  };
}

/** Files what can be filed in one transaction; returns the rest, which goes one by one. */
async function together(mails: readonly Prepared[], rooms: IngestRooms, log: Log): Promise<readonly Prepared[]> {
  const { db, desk } = rooms;
  try {
    const asked = moment();
    const { filed, letters } = await fileTogether(db, mails, { desk, leaseMs });
    rooms.send(letters, asked);
    const done = mails.filter(({ mail }) => filed.has(mail.id));
    await Promise.all(done.map(({ mail, settle }) => explained(mail.id, rooms, log, settle)));
    for (const { mail } of done) tell(mail, rooms, log);
    return mails.filter(({ mail }) => !filed.has(mail.id));
  } catch (cause) {
    log.debug({ err: cause, mails: mails.length }, 'mails: not filed together, go one by one');
    return mails;
  }
}

const reading = (found: Found, rooms: IngestRooms, log: Log): Promise<Prepared | null> =>
  explained(found.mail.id, rooms, log, () => prepare(found, rooms));

const filing = (prepared: Prepared, rooms: IngestRooms, log: Log): Promise<boolean | null> =>
  explained(prepared.mail.id, rooms, log, async () => {
    await fileOne(prepared, rooms);
    tell(prepared.mail, rooms, log);
    return true;
  });

function tell({ id, receivedAt }: Prepared['mail'], { filed }: IngestRooms, log: Log): void {
  log.info({ mail: id }, 'mail: filed');
  filed?.(new Date(receivedAt));
}

/** Null where the work failed, which is logged and counted. */
async function explained<T>(mailId: string, rooms: IngestRooms, log: Log, work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (cause) {
    log.error({ mail: mailId, err: cause }, 'mail: not filed, stays in the spool and is retried');
    if (!isOutage(cause))
      await count(mailId, rooms).catch(err => log.error({ mail: mailId, err }, 'mail: not counted'));
    return null;
  }
}

async function count(mailId: string, { db, spool }: IngestRooms): Promise<void> {
  const spooled = await spool.read(mailId).catch(() => null);
  if (spooled) await announceMails(db, [spooled.mail]);
  if (await countFailure(db, mailId, 'no attempt could file it: see the log')) await spool.setAside(mailId);
}

export async function ingest(mailId: string, rooms: IngestRooms): Promise<void> {
  const found = await findMail(mailId, rooms);
  // Null: released, hence committed: an earlier run died right after that.
  if (found) await fileOne(await prepare(found, rooms), rooms);
}

async function fileOne({ mail, read, bodyHash, settle }: Prepared, { db, desk, offer }: IngestRooms): Promise<void> {
  const options = { desk, bodyHash };
  const outboxIds = await retryOnConflict(() => db.transaction(tx => fileMail(tx, mail, read, options)));
  await settle();
  offer(...outboxIds);
}

/** Works on `items` in their order, so many at once. */
async function each<T, R>(items: readonly T[], atOnce: number, work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const worker = async () => {
    while (next < items.length) {
      const at = next++;
      results[at] = await work(items[at]!);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return results;
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
