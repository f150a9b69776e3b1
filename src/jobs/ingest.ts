// One job: files mails of the spool on tickets and writes the notifications.
//
// It may run any number of times, also twice at once: the row of a mail is locked and says whether it was filed
// before. Only after the commit does the spool give its copy up.
import { fileMail } from '../filing/file-mail.ts';
import { type Lane, lanes } from '../filing/together/file-together.ts';
import type { Log } from '../log/log.ts';
import { leaseMs } from '../outbox/lease.ts';
import { leaseLetters } from '../outbox/outbox.ts';
import type { OutboxRow } from '../outbox/rows.ts';
import type { Spool } from '../spool/spool.ts';
import { announceMails, type Conclusion, countFailure } from '../tickets/mail-record.ts';
import { isOutage } from './failure.ts';
import { createFilingLine } from './filing-line.ts';
import { type Moment, moment } from './leases.ts';
import { type Found, findMails, type Prepared, prepare, type ReadingRooms } from './prepare.ts';

/** What the job works with. */
export type IngestRooms = ReadingRooms &
  Readonly<{
    spool: Pick<Spool, 'setAside'>;
    /** Hears of each mail that was filed. */
    filed?(receivedAt: Date, disposition: string): void;
    /** Hears of each ticket on which a mail was filed, for the pages that show it. */
    changed?(ticketNumber: number): void;
    /** Hands over new outbox rows to be sent; of those to `send` this process has the lease since `asked`. */
    offer(...outboxIds: string[]): void;
    send(rows: readonly OutboxRow[], asked: Moment): void;
  }>;

/** A large mail is read by itself: small ones do not wait for it, and its bytes are not held. */
const largeBytes = 64 * 1024;
const atOnce = 4;
/** Of such mails one is in hand at a time: what is read of each takes 60 MB until it is collected. */
const hugeBytes = 4 * 1024 * 1024;
const patienceMs = 2_000;
/** Most mails are read in a few milliseconds, but the first of a process. */
const holdMs = 500;

export type Ingest = (mailIds: readonly string[]) => Promise<void>;

/** Never rejects: what fails is tried again, and after so many attempts set aside for a person. */
export function createIngest(rooms: IngestRooms, log: Log): Ingest {
  const inHand = new Set<string>();
  const line = createFilingLine<Prepared>({
    idOf: ({ mail }) => mail.id,
    work: mails => fileAll(mails, rooms, log),
    ...{ patienceMs, holdMs },
  });
  const readAndFile = async (mails: readonly Found[]) => {
    const read = await each(mails, mail => explained(mail.mail.id, rooms, log, () => prepare(mail, rooms)));
    await line.file(read.filter(mail => mail !== null));
  };
  const inTurn = oneByOne();
  const readLarge = (found: Found) =>
    found.mail.size > hugeBytes ? inTurn(() => readAndFile([found])) : readAndFile([found]);
  return async mailIds => {
    const ids = mailIds.filter(id => !inHand.has(id)).sort();
    for (const id of ids) inHand.add(id);
    line.reads(ids);
    try {
      const found = await findMails(ids, rooms, (id, work) => explained(id, rooms, log, work));
      await readAndFile(found.filter(({ mail }) => mail.size <= largeBytes));
      await each(
        found.filter(({ mail }) => mail.size > largeBytes),
        readLarge,
      );
    } finally {
      for (const id of ids) inHand.delete(id);
      line.forget(ids);
    }
  };
}

/**
 * In few transactions what can be filed in few, and the rest one by one. A mail that has to go alone goes before those
 * behind it, whose tickets would have lower numbers.
 */
async function fileAll(mails: readonly Prepared[], rooms: IngestRooms, log: Log): Promise<void> {
  let rest = mails;
  while (rest.length > 0) {
    const before = rest.length;
    for (const lane of lanes) rest = await together(rest, lane, { rooms, log });
    const ahead = rest.length < before ? 1 : rest.length;
    for (const mail of rest.slice(0, ahead)) await explained(mail.mail.id, rooms, log, () => alone(mail, rooms, log));
    rest = rest.slice(ahead);
  }
}

/** Returns the mails that are left. */
async function together(
  mails: readonly Prepared[],
  lane: Lane,
  { rooms, log }: Readonly<{ rooms: IngestRooms; log: Log }>,
): Promise<readonly Prepared[]> {
  const { db, desk } = rooms;
  try {
    const asked = moment();
    const { filed, letters } = await lane(db, mails, { desk, leaseMs });
    rooms.send(letters, asked);
    const done = mails.filter(({ mail }) => filed.has(mail.id));
    await Promise.all(done.map(each => conclude(each, filed.get(each.mail.id)!, { rooms, log })));
    return mails.filter(({ mail }) => !filed.has(mail.id));
  } catch (cause) {
    log.debug({ err: cause, mails: mails.length }, 'mails: not filed together, go one by one');
    return mails;
  }
}

async function alone(prepared: Prepared, rooms: IngestRooms, log: Log): Promise<void> {
  const { mail, read, bodyHash } = prepared;
  const options = { desk: rooms.desk, bodyHash };
  const asked = moment();
  const { conclusion, outboxIds, letters } = await retryOnConflict(() =>
    rooms.db.transaction(async tx => {
      const leased = leaseLetters(tx);
      return { ...(await fileMail(tx, mail, read, options)), letters: leased };
    }),
  );
  rooms.send(letters, asked);
  rooms.offer(...outboxIds.filter(id => !letters.some(letter => letter.id === id)));
  await conclude(prepared, conclusion, { rooms, log });
}

type FiledAs = Pick<Conclusion, 'disposition' | 'ticketNumber'>;

/**
 * Gives the spool's copy up. Where that fails, the sweeper finds it, and then the mail is known to be filed: there is
 * no conclusion any more.
 */
async function conclude(
  { mail: { id, receivedAt }, settle }: Prepared,
  as: FiledAs | null,
  { rooms, log }: Readonly<{ rooms: IngestRooms; log: Log }>,
): Promise<void> {
  if (as) {
    log.info({ mail: id, disposition: as.disposition, ticket: as.ticketNumber ?? null }, 'mail: filed');
    rooms.filed?.(new Date(receivedAt), as.disposition);
    if (as.ticketNumber) rooms.changed?.(as.ticketNumber);
  }
  await settle().catch(cause =>
    log.warn({ mail: id, err: cause }, 'mail: filed, still in the spool; it is taken out later'),
  );
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

/** Works on `items` in their order, so many at once. */
async function each<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const worker = async () => {
    while (next < items.length) {
      const at = next++;
      results[at] = await work(items[at]!);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
  return results;
}

/** Begins each work when the one before has ended, in the order of the calls. */
function oneByOne(): (work: () => Promise<void>) => Promise<void> {
  let last = Promise.resolve();
  return work => {
    const done = last.then(work);
    last = done.catch(() => {});
    return done;
  };
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
